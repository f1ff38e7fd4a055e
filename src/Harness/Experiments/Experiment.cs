using System.CommandLine;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>
/// A computation that the command line can run by name: a folder with its settings, its options, its preparation and its limits, and a line
/// in the catalogue. No command knows any in particular.
/// </summary>
internal abstract class Experiment
{
    /// <summary>What is typed.</summary>
    public abstract string Name { get; }

    /// <summary>One line for <c>list</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether <c>list</c> names it by itself: not where it is one of many.</summary>
    public virtual bool IsListed => true;

    /// <summary>
    /// All that can be said about it on the command line, in help's order; what it shares with others is the same object there.
    /// </summary>
    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>What would need less memory, such as <c>use fewer rows with --batch</c>.</summary>
    public abstract string Smaller { get; }

    /// <summary>The files that its options name.</summary>
    public virtual InputFiles[] Inputs(ParseResult result) => [];

    /// <summary>Makes the computation; its tensors live in the caller's dispose scope.</summary>
    /// <exception cref="Harness.Options.InputException">What was asked for cannot be made.</exception>
    public abstract PreparedExperiment Prepare(ParseResult result);
}
