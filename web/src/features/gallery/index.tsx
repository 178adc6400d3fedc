// Every part and state in one place, for those who change them. Development builds only.

export function GalleryPage() {
  return <p>Gallery</p>;
}
