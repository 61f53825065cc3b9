// The translations of the scripts' messages, by the message in English. The build puts those of the site's language here.
export const messages = {};
