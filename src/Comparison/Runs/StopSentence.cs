using System.Diagnostics;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>What a stranger's code threw, as a finding about it.</summary>
internal static class StopSentence
{
    /// <summary>Says what stopped, where and why, such as <c>backward stopped at ./MyOp.cs:12 with ArgumentException: …</c>.</summary>
    /// <param name="what">What stopped: <c>forward</c> or <c>backward</c>.</param>
    /// <param name="exception">What it threw.</param>
    public static string Of(string what, Exception exception)
    {
        var frame = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName() is not null && !IsOurs(frame));
        var where = frame is null ? "" : $" at {new SourceLocation(frame.GetFileName()!, frame.GetFileLineNumber(), "")}";
        // LibTorch appends its own stack to what it says.
        var message = exception.Message.Split('\n', 2)[0].TrimEnd();
        // .NET appends the name of the parameter, which is ours.
        if (exception is ArgumentException { ParamName: { } parameter })
            message = message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal);
        return $"{what} stopped{where} with {exception.GetType().Name}: {message}";
    }

    // Whoever reads a name that nobody gave wants to see the line that reads it, not the line that throws.
    private static bool IsOurs(StackFrame frame)
    {
        for (var type = frame.GetMethod()?.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (type.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)) return true;
        }

        return false;
    }
}
