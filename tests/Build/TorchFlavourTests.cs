namespace ScratchVsAutograd.Tests.Build;

/// <summary>
/// Which LibTorch a command line selects, and what of it reaches the program.
/// The SDK turns "dotnet run --device X" into the property Device.
/// </summary>
public class TorchFlavourTests
{
    private const string Linux = "RuntimeIdentifier=linux-x64";
    private const string Windows = "RuntimeIdentifier=win-x64";
    private const string MacOS = "RuntimeIdentifier=osx-arm64";
    private const string Driver = "NvidiaDriver=true", NoDriver = "NvidiaDriver=false";

    /// <summary>The properties of a command line, and the package and arguments that follow from them.</summary>
    private static readonly Dictionary<string, (string[] Properties, string Package, string Arguments)> CommandLines = new()
    {
        ["nothing asked"] = ([Linux, Driver], "libtorch-cpu-linux-x64", ""),
        ["cuda, a driver"] = ([Linux, Driver, "Device=cuda"], "TorchSharp-cuda-linux", "--device \"cuda\""),
        ["cuda:1, a driver"] = ([Linux, Driver, "Device=cuda:1"], "TorchSharp-cuda-linux", "--device \"cuda:1\""),
        ["cuda, a driver, Windows"] = ([Windows, Driver, "Device=cuda"], "TorchSharp-cuda-windows", "--device \"cuda\""),
        ["cuda, no driver"] = ([Linux, NoDriver, "Device=cuda"], "libtorch-cpu-linux-x64", "--device \"cuda\""),
        ["cpu, a driver"] = ([Linux, Driver, "Device=cpu"], "libtorch-cpu-linux-x64", "--device \"cpu\""),
        ["flavour by hand"] = ([Linux, NoDriver, "TorchFlavour=cuda"], "TorchSharp-cuda-linux", ""),
    };

    /// <summary>What is packed, and whose LibTorch is fetched for it.</summary>
    private static readonly Dictionary<string, (string[] Properties, string[] Packages)> Packed = new()
    {
        ["on Linux"] = (["NETCoreSdkPortableRuntimeIdentifier=linux-x64"], ["libtorch-cpu-linux-x64"]),
        ["on a Mac"] = (["NETCoreSdkPortableRuntimeIdentifier=osx-arm64"], ["libtorch-cpu-osx-arm64"]),
        ["where LibTorch has none"] =
            (
                ["NETCoreSdkPortableRuntimeIdentifier=linux-arm64"],
                ["libtorch-cpu-linux-x64", "libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64"]),
        ["for two"] = (["ToolPackageRuntimeIdentifiers=\"win-x64;osx-arm64\""], ["libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64"]),
        ["the package of one"] = ([MacOS], ["libtorch-cpu-osx-arm64"]),
    };

    public static TheoryData<string> PackedNames => [.. Packed.Keys];

    public static TheoryData<string> CommandLineNames => [.. CommandLines.Keys];

    [Theory]
    [MemberData(nameof(CommandLineNames))]
    public void A_command_line_selects_one_package_and_hands_the_device_on(string name)
    {
        var (properties, package, arguments) = CommandLines[name];

        var project = MsBuild.Evaluate(properties);

        Assert.Equal([package], project.TorchSharpPackages);
        Assert.Equal(package.Contains("cuda", StringComparison.Ordinal) ? "cuda" : "cpu", project.Flavour);
        Assert.Equal(arguments, project.RunArguments);
    }

    [Theory]
    [MemberData(nameof(PackedNames))]
    public void Packing_the_tool_fetches_LibTorch_for_what_is_packed_and_no_more(string name)
    {
        var (properties, packages) = Packed[name];

        Assert.Equal(packages, MsBuild.Evaluate(["_IsPacking=true", .. properties]).TorchSharpPackages);
    }

    [Fact]
    public void A_platform_without_LibTorch_is_left_to_TorchSharp()
        => Assert.Equal(["TorchSharp-cpu"], MsBuild.Evaluate("RuntimeIdentifier=linux-arm64").TorchSharpPackages);

    [Fact]
    public void The_device_reaches_the_program_without_its_own_executable_too()
    {
        var project = MsBuild.Evaluate("Device=cpu", "UseAppHost=false");

        Assert.EndsWith(".dll\" --device \"cpu\"", project.RunArguments, StringComparison.Ordinal);
    }

    [Fact]
    public void The_flavours_share_no_folder()
    {
        var (cpu, cuda) = (MsBuild.Evaluate(Linux, "TorchFlavour=cpu"), MsBuild.Evaluate(Linux, "TorchFlavour=cuda"));
        var cudaRoot = Path.Combine(Repository.Root, "artifacts", "cuda");

        Assert.StartsWith("bin", cpu.OutputPath, StringComparison.Ordinal);
        Assert.StartsWith("obj", cpu.IntermediatePath, StringComparison.Ordinal);
        Assert.StartsWith(cudaRoot, Path.GetFullPath(cuda.OutputPath), StringComparison.Ordinal);
        Assert.StartsWith(cudaRoot, Path.GetFullPath(cuda.IntermediatePath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TorchFlavour=gpu", Linux, "error SVA002: The property TorchFlavour is 'gpu', but")]
    [InlineData("TorchFlavour=cuda", MacOS, "error SVA003: TorchSharp has CUDA packages for linux-x64 and win-x64, but")]
    public void What_does_not_exist_is_an_error_with_a_sentence(string flavour, string platform, string says)
    {
        var (exitCode, output) = MsBuild.Run(["-t:CollectPackageReferences"], [flavour, platform]);

        Assert.Equal(1, exitCode);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }
}
