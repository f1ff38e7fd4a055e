using Spectre.Console;

namespace ScratchVsAutograd.Harness.Training;

/// <summary>A progress bar where there is a terminal to draw it on, and nothing elsewhere.</summary>
internal static class TrainingProgress
{
    /// <summary>Trains while the bar moves; it is gone at the end.</summary>
    /// <param name="console">Where to draw.</param>
    /// <param name="epochs">How often the training will say that an epoch is over.</param>
    /// <param name="train">The training; it is handed what to call after each epoch.</param>
    public static TrainingLog Show(IAnsiConsole console, int epochs, Func<Action, TrainingLog> train)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi) return train(() => { });
        // The bar hides the cursor, and a process that is interrupted would leave it hidden.
        Console.CancelKeyPress += ShowCursor;
        try
        {
            return console.Progress().AutoClear(true).Start(context =>
            {
                var task = context.AddTask("training", maxValue: epochs);
                return train(() => task.Increment(1));
            });
        }
        finally
        {
            Console.CancelKeyPress -= ShowCursor;
        }

        void ShowCursor(object? sender, ConsoleCancelEventArgs arguments) => console.Cursor.Show();
    }
}
