namespace ScratchVsAutograd.Harness.Checking;

/// <summary>A source file does not compile.</summary>
/// <param name="errors">As the compiler gives them: <c>file(line,col): error CS1002: ; expected</c>.</param>
internal sealed class CompilationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors));
