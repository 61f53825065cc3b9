// What every page starts with. All of it adds to pages that work without it.
import { start as startOffline } from "./offline.js";
import { start as startPage } from "./page.js";
import { start as startSearch } from "./ways.js";

startPage();
startSearch();
startOffline();
