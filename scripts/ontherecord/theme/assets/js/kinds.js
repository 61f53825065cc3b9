// The kinds of turns and of what passages name, as the pages call them.
import { tr } from "./tr.js";

export const TURN_KINDS = { statement: tr("Statement"), question: tr("Question"), answer: tr("Answer") };
