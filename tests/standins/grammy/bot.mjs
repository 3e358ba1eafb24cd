// A bot of grammY as anybody could write it. It does what the bot of aiogram does in tests/standins/bot_api.
// API_ROOT and TOKEN say where Telegram is; with SECRET it is called instead of asking, and prints its address.
import { createServer } from "node:http";
import { Bot, InlineKeyboard, InputFile, InputMediaBuilder, webhookCallback } from "grammy";

const { API_ROOT: apiRoot, TOKEN: token, SECRET: secretToken } = process.env;
const called = secretToken !== undefined;
const bot = new Bot(token, {
  client: { apiRoot, canUseWebhookReply: (method) => called && method === "sendMessage" },
});

bot.command("start", (ctx) => ctx.reply(`Welcome from <b>${ctx.match}</b>`, { parse_mode: "HTML" }));
bot.command("buttons", (ctx) =>
  ctx.reply("Well?", { reply_markup: new InlineKeyboard().text("Yes", "y").text("No", "n") }));
bot.command("album", (ctx) =>
  ctx.replyWithMediaGroup(["1", "2"].map((mark) =>
    InputMediaBuilder.photo(new InputFile(Buffer.from([0xff, 0xd8, 0xff, mark]), "photo.jpg")))));
bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery("Noted");
  await ctx.editMessageText(`You said ${ctx.callbackQuery.data}`);
});
bot.on("message:document", async (ctx) => {
  const { file_path: path } = await ctx.getFile();
  const content = Buffer.from(await (await fetch(`${apiRoot}/file/bot${token}/${path}`)).arrayBuffer());
  await ctx.replyWithDocument(new InputFile(content.reverse(), `back-${ctx.message.document.file_name}`), {
    reply_parameters: { message_id: ctx.message.message_id },
  });
});
bot.on("edited_message:text", (ctx) => ctx.reply(`You meant ${ctx.editedMessage.text}`));
bot.on("message:text", (ctx) => ctx.reply(`You said ${ctx.message.text}`));
bot.catch((error) => console.error(error));

await bot.api.setMyCommands([{ command: "buttons", description: "Show buttons" }], { language_code: "zh" });
if (called) {
  const server = createServer(webhookCallback(bot, "http", { secretToken }));
  server.listen(0, "127.0.0.1", async () => {
    await bot.api.setWebhook(`http://127.0.0.1:${server.address().port}/hook`, { secret_token: secretToken });
    console.log("ready");
  });
} else {
  await bot.start({ onStart: () => console.log("ready") });
}
