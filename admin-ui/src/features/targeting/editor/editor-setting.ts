/** What every part of the editor knows of the flag and its surroundings. */
export interface EditorSetting {
  flag: string;
  /** In the flag's own order. */
  variations: readonly string[];
  /** The off variation of the draft. */
  off: string | undefined;
  /** The segments of the environment. */
  segments: readonly string[];
  /** The other flags of the project with their variations. */
  flags: Readonly<Record<string, readonly string[]>>;
  /** The id of a list of attributes to choose from. */
  attributeListId: string;
  /** Whether one may look and not change. */
  disabled: boolean;
}
