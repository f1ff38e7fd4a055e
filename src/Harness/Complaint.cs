using System.CommandLine;
using System.CommandLine.Parsing;
using ScratchVsAutograd.Harness.Check;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness;

/// <summary>What is wrong with a command line, in a sentence of ours: the parser's say neither all that was found nor what to do.</summary>
internal static class Complaint
{
    private const string OptionPrefix = "--";

    /// <summary>The first thing wrong, or null where nothing is.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="experiments">The names of those there are.</param>
    public static string? About(ParseResult result, IReadOnlyList<string> experiments)
        => AboutMistypedCommand(result, experiments)
            ?? AboutOptionLikeTokens(result)
            ?? result.Errors.Select(error => AboutOption(error.SymbolResult)).FirstOrDefault(sentence => sentence is not null)
            ?? AboutSurplus(result)
            ?? AboutAbsent(result)
            ?? result.Errors.Select(error => error.Message).FirstOrDefault();

    // The default command takes an experiment, so the parser takes a mistyped command for one.
    private static string? AboutMistypedCommand(ParseResult result, IReadOnlyList<string> experiments)
    {
        var root = result.RootCommandResult.Command;
        if (result.CommandResult.Command != root || result.Tokens is not [{ Type: TokenType.Argument, Value: var word }, ..]) return null;
        if (experiments.Contains(word)) return null;
        var near = CheckTargets.IsCheckable(word) ? $"check {word}" : Nearest.Of(word, Names(root).Concat(experiments));
        return near is null
            ? null
            : $"There is no command or experiment '{word}' (did you mean {near}?); --help lists the commands, 'list' the experiments.";
    }

    private static IEnumerable<string> Names(Command command)
        => command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name);

    // The parser takes an option for an argument where it does not know it, where a value is due, and after "--".
    private static string? AboutOptionLikeTokens(ParseResult result)
    {
        var optionsEnded = false;
        for (var index = 0; index < result.Tokens.Count; index++)
        {
            var token = result.Tokens[index];
            optionsEnded |= token.Type == TokenType.DoubleDash;
            if (token.Type != TokenType.Argument) continue;
            var isValue = index > 0 && TakesValue(result, result.Tokens[index - 1]);
            var isOptionLike = token.Value.StartsWith(isValue ? OptionPrefix : "-", StringComparison.Ordinal);
            if (!isOptionLike) continue;
            if (optionsEnded)
                return $"'{token.Value}' after '--' is not an option; leave that '--' out (only 'dotnet run' needs one).";
            return isValue
                ? $"{result.Tokens[index - 1].Value} has no value, '{token.Value}' comes right after it; write its value in between."
                : AboutUnknownOption(result, token.Value);
        }

        return null;
    }

    private static string AboutUnknownOption(ParseResult result, string typed)
    {
        var name = typed.Split('=', 2)[0];
        var here = result.CommandResult.Command.Options.Concat(result.RootCommandResult.Command.Options.Where(option => option.Recursive));
        if (Nearest.Of(name, here.Select(option => option.Name)) is { } near)
            return $"There is no option '{typed}' here (did you mean {near}?); --help lists the options.";
        var elsewhere = result.RootCommandResult.Command.Subcommands
            .Where(command => !command.Hidden && command.Options.Any(option => option.Name == name))
            .Select(command => command.Name).ToList();
        return elsewhere.Count == 0
            ? $"There is no option '{typed}' here; --help lists the options."
            : $"There is no option '{typed}' here; it belongs to {NameList.Of(elsewhere)}; --help lists the options.";
    }

    private static bool TakesValue(ParseResult result, Token token) => token.Type == TokenType.Option
        && result.RootCommandResult.Command.Options.Concat(result.CommandResult.Command.Options)
            .Any(option => option.Name == token.Value && option.Arity.MaximumNumberOfValues > 0);

    private static string? AboutOption(SymbolResult? symbol) => symbol is not OptionResult { Option: var option, Tokens: var values }
        ? null
        : values.Count switch
        {
            0 => $"{option.Name} has no value; write {option.Name} {option.HelpName}.",
            1 => null,
            _ => $"{option.Name} is given {values.Count} times, as {string.Join(" and ", values)}; give it once.",
        };

    private static string? AboutSurplus(ParseResult result)
    {
        if (result.UnmatchedTokens is not [var surplus, ..]) return null;
        var command = result.CommandResult.Command;
        return command.Action is null && Names(command).ToList() is [_, ..] names
            ? $"'{command.Name}' has no '{surplus}'{Nearest.Question(surplus, names)}; it needs one of: {string.Join(", ", names)}."
            : $"'{surplus}' is one argument too many for '{command.Name}'; leave it out, or see --help.";
    }

    private static string? AboutAbsent(ParseResult result)
    {
        // Of help, nothing is required.
        if (result.Errors.Count == 0) return null;
        var command = result.CommandResult.Command;
        if (command.Arguments.FirstOrDefault(
            argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is null or { Tokens: [] }) is { } argument)
            return $"'{command.Name}' needs <{argument.Name}>: {argument.Description}.";
        return command.Action is null && command.Subcommands.Count > 0
            ? $"'{command.Name}' needs one of: {string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name))}; see --help."
            : null;
    }
}
