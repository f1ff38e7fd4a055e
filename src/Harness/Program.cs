using System.Text;
using ScratchVsAutograd.Harness;
using ScratchVsAutograd.Harness.Output;

RuntimeFiles.Unlink();
Console.OutputEncoding = Encoding.UTF8;
StandardStreams.Guard();
return Cli.Run(args, Console.Out, Console.Error);
