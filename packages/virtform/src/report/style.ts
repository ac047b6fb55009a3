/** How a piece of text is set apart. Without colour each function gives the text back. */
export interface Style {
  readonly added: Paint;
  readonly removed: Paint;
  readonly changed: Paint;
  readonly read: Paint;
  readonly strong: Paint;
  readonly faint: Paint;
}

type Paint = (text: string) => string;

const plain: Paint = (text) => text;
const paint =
  (code: number): Paint =>
  (text) =>
    text === '' ? text : `\u001b[${code}m${text}\u001b[0m`;

/** No colour: for files, pipes, `-no-color` and `NO_COLOR`. */
export const PLAIN: Style = {
  added: plain,
  removed: plain,
  changed: plain,
  read: plain,
  strong: plain,
  faint: plain,
};

/** Terraform's colours: green adds, red removes, yellow changes, cyan reads. */
export const COLOUR: Style = {
  added: paint(32),
  removed: paint(31),
  changed: paint(33),
  read: paint(36),
  strong: paint(1),
  faint: paint(2),
};
