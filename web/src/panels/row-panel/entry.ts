// One key of a row with its value, as the panel lists it.

export interface Entry {
  key: string; // as shown
  field: string | undefined; // as a search names it; absent when it cannot be searched by value
  value: string;
  type: string;
}
