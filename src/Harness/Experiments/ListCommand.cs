using System.CommandLine;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary><c>list</c>: the names of the experiments.</summary>
internal static class ListCommand
{
    public static Command Create(ExperimentCatalog catalog, Terminal terminal)
    {
        var command = new Command("list", "Name the experiments");
        command.SetAction(_ =>
        {
            var listed = catalog.All.Where(experiment => experiment.IsListed).ToList();
            var width = listed.Max(experiment => experiment.Name.Length);
            foreach (var experiment in listed) terminal.Out.WriteLine($"{experiment.Name.PadRight(width)}  {experiment.Description}");
            terminal.Out.WriteLine(
                $"{ExperimentCatalog.AnyOp.PadRight(width)}  one op of the catalogue, such as op:linear; ops --list names them");
        });
        return command;
    }
}
