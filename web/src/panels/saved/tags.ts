// Tags as they are typed: "checkout, on call" → two. Pure.

const kMostTags = 50;
const kLongestTag = 32;

export function readTags(text: string): { tags: string[]; wrong: string | undefined } {
  const words = text
    .split(',')
    .map((tag) => tag.trim().replace(/\s+/g, ' '))
    .filter((tag) => tag !== '');
  const tags = [...new Set(words)];
  const long = tags.find((tag) => tag.length > kLongestTag);
  if (long !== undefined) return { tags, wrong: `A tag has at most ${kLongestTag} characters: “${long}”.` };
  if (tags.length > kMostTags) return { tags, wrong: `A search has at most ${kMostTags} tags.` };
  return { tags, wrong: undefined };
}
