// What every page starts with. All of it adds to pages that work without it.
import { start as startLinks } from "./links/links.js";
import { start as startOffline } from "./offline.js";
import { start as startPage } from "./page.js";
import { start as startSearch } from "./ways.js";

startPage();
startSearch();
startLinks();
startOffline();
