// What the desk's pages do beyond plain links and forms; without this file all of them work as well.
import "./desk/live.js";
import "./desk/navigation.js";
import "./desk/keys.js";
import "./desk/canned.js";
import "./desk/drafts.js";
import "./desk/attached.js";
import { toTheEnd } from "./desk/page.js";

toTheEnd();
import "./desk/notices.js";
