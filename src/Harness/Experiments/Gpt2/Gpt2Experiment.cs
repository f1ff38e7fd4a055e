using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Scratch.Networks.Gpt2;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Gpt2;

/// <summary>
/// GPT-2 of any size. Its text is the handwritten digits, the 64 pixels of each as tokens of a vocabulary of 17, or the bytes of a file.
/// </summary>
internal sealed class Gpt2Experiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "gpt2";
    private const int Greys = 17, Bytes = 256, UsualRows = 4, ReportedRows = 64, TextLength = 64;

    private readonly DefaultedOption<string?> size = OptionFactory.Create<string?>(
        "--size", "124M", "The smallest published size: 12 blocks, 768 wide, 12 heads, 50,257 tokens; in place of the three above",
        null, Size);

    private readonly DefaultedOption<string?> text = OptionFactory.Create<string?>(
        "--text", "FILE", "Its bytes are the text, 64 a row [the pixels of the digits]", null, ValueParser.Path);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description
        => "GPT-2: causal attention, layer norm, GELU, tied output, on pixels of the digits or bytes of a file";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, .. sizes.OfTransformer, size, text, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use fewer --layers, less --width, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override InputFiles[] Inputs(ParseResult result) => text.ValueIn(result) is { } path ? [new InputFiles("--text", path)] : [];

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (tokens, vocabulary, description) = text.ValueIn(result) is { } file ? BytesOf(file) : Pixels();
        var (all, rows) = ((int)tokens.shape[0], run.Batch.ValueIn(result) ?? UsualRows);
        if (rows > all)
            throw new InputException(
                $"--batch asks for {rows} rows, but there are {all} ({description}); give it a smaller number, or a longer --text.");
        var (given, seed, length) = (Sizes(result, vocabulary, tokens.shape[1] - 1), run.Seed.ValueIn(result), tokens.shape[1] - 1);
        var parameters = Gpt2Network.Parameters(seed, given);
        var (reported, network) = (Math.Min(all, ReportedRows), FormattableString.Invariant($"{given.Parameters:N0} parameters"));
        return new PreparedExperiment(On(tokens.narrow(0, 0, rows)), $"the first {rows} of {description}, {network}")
        {
            Seed = seed,
            Training = new TrainingRows(
                all, $"{description}, {network}; the loss is that of the first {reported}", chosen => On(tokens.index_select(0, chosen)))
            {
                UsualBatch = UsualRows,
                Reported = reported,
            },
        };

        Computation On(Tensor some)
            => new Gpt2Network(OwnName, given, parameters, some.narrow(1, 0, length), some.narrow(1, 1, length));
    }

    private Gpt2Sizes Sizes(ParseResult result, int vocabulary, long length)
    {
        var (layers, width, heads) = sizes.Transformer(result);
        return size.ValueIn(result) is null ? new Gpt2Sizes(vocabulary, length, layers, width, heads) : Gpt2Sizes.Published;
    }

    private static (Tensor Tokens, int Vocabulary, string Description) Pixels()
    {
        var training = Digits.Load().Training;
        return (training.ValuesTensor().to(ScalarType.Int64), Greys, $"{training.Count} digits as {training.Features} pixels each");
    }

    private static (Tensor Tokens, int Vocabulary, string Description) BytesOf(string file)
    {
        var bytes = Read(file);
        var rows = bytes.Length / (TextLength + 1);
        var tokens = bytes.Take(rows * (TextLength + 1)).Select(one => (long)one).ToArray();
        return (tensor(tokens).reshape(rows, TextLength + 1), Bytes, $"{rows} rows of {TextLength} bytes of {file}");
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file} cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static string Size(string typed)
        => typed == "124M" ? typed : throw new InputException($"'{typed}' is not a size; expected 124M.");
}
