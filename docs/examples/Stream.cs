// Streams events over the raw WebSocket and resumes where it left off. .NET 8, no packages.
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

var url = Environment.GetEnvironmentVariable("RELAY_URL")!.Replace("http", "ws");
var key = Environment.GetEnvironmentVariable("RELAY_KEY")!;
var position = File.Exists("position.txt") ? File.ReadAllLines("position.txt") : ["now"];
var wait = TimeSpan.FromSeconds(1);

while (true)
{
    using var socket = new ClientWebSocket();
    socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
    try
    {
        var epoch = position.Length > 1 ? $"&epoch={Uri.EscapeDataString(position[1])}" : "";
        await socket.ConnectAsync(new Uri($"{url}/relay/ws?since={position[0]}{epoch}"), default);
        while (await ReadAsync(socket) is { } text)
        {
            using var message = JsonDocument.Parse(text);
            Take(message.RootElement);
        }
        // 4400, 4401 and 4403: coming back unchanged is of no use.
        if ((int?)socket.CloseStatus is 4400 or 4401 or 4403)
        {
            Console.Error.WriteLine(socket.CloseStatusDescription);
            return;
        }
    }
    catch (Exception error) when (error is WebSocketException or OperationCanceledException)
    {
        Console.Error.WriteLine(error.Message);
    }
    await Task.Delay(wait);
    wait = TimeSpan.FromSeconds(Math.Min(wait.TotalSeconds * 2, 30));
}

void Take(JsonElement message)
{
    switch (message.GetProperty("type").GetString())
    {
        case "subscribed":
            wait = TimeSpan.FromSeconds(1);
            if (!message.GetProperty("recovered").GetBoolean()) Console.Error.WriteLine("events in between are gone");
            if (position[0] == "now") Keep(message);
            break;
        case "call_event":
            var data = message.GetProperty("data");
            Console.WriteLine(data.GetRawText());
            Keep(data);
            break;
        case "error":
            Console.Error.WriteLine(message.GetProperty("detail").GetString());
            break;
    }
}

void Keep(JsonElement at)
{
    position = [at.GetProperty("sequence").GetString()!, at.GetProperty("epoch").GetString()!];
    File.WriteAllLines("position.txt", position);
}

// One whole message; null when the socket is closed. Heartbeats come every 15 s.
static async Task<string?> ReadAsync(ClientWebSocket socket)
{
    using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(40));
    using var whole = new MemoryStream();
    var buffer = new byte[16 * 1024];
    WebSocketReceiveResult part;
    do
    {
        part = await socket.ReceiveAsync(buffer, silence.Token);
        if (part.MessageType == WebSocketMessageType.Close) return null;
        whole.Write(buffer, 0, part.Count);
    } while (!part.EndOfMessage);
    return Encoding.UTF8.GetString(whole.ToArray());
}
