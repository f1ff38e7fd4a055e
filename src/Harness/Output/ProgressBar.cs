using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>A progress bar where there is a terminal to draw it on, and nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <summary>Works while the bar moves; it is gone at the end.</summary>
    /// <param name="console">Where to draw.</param>
    /// <param name="label">What is being done.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">The work; it is handed what to call with how much has been done so far, from any thread.</param>
    public static T Show<T>(IAnsiConsole console, string label, long total, Func<Action<long>, T> work)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi) return work(_ => { });
        // The bar hides the cursor, and a process that is interrupted would leave it hidden.
        Console.CancelKeyPress += ShowCursor;
        try
        {
            return console.Progress().AutoClear(true).Start(context =>
            {
                var task = context.AddTask(label, maxValue: total);
                return work(done => task.Value = done);
            });
        }
        finally
        {
            Console.CancelKeyPress -= ShowCursor;
        }

        void ShowCursor(object? sender, ConsoleCancelEventArgs arguments) => console.Cursor.Show();
    }
}
