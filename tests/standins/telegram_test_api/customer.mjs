// Serves telegram-test-api as it comes, and is one customer by its own client. Prints where the server is, then obeys
// lines of JSON: {"says": …} and {"taps": …, "at": message} are done, {"hears": true} prints what the bot has sent.
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import TelegramServer from "telegram-test-api";

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const server = new TelegramServer({ host: "127.0.0.1", port: await freePort(), storeTimeout: 3600 });
await server.start();
const client = server.getClient(process.env.TOKEN, { chatId: 4711, userId: 4711, timeout: 300_000 });
console.log(server.config.apiURL);

for await (const line of createInterface({ input: process.stdin })) {
  const { says, taps, at } = JSON.parse(line);
  if (says?.startsWith("/")) await client.sendCommand(client.makeCommand(says));
  else if (says) await client.sendMessage(client.makeMessage(says));
  else if (taps) {
    const date = Math.floor(Date.now() / 1000);
    await client.sendCallback(client.makeCallbackQuery(taps, { message: { message_id: at, date } }));
  } else console.log(JSON.stringify((await client.getUpdates()).result));
}
await server.stop();
