// What a page with passages, or with citations to take away, starts with besides.
import { start } from "./links.js";

start();
