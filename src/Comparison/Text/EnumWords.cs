using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd;

/// <summary>The words for verdicts, roles and the like, the same in every output.</summary>
public static partial class EnumWords
{
    /// <summary>
    /// The name in small letters, its parts joined by hyphens, such as <c>non-finite</c>; or what the value's
    /// <see cref="DescriptionAttribute"/> says.
    /// </summary>
    public static string Word<TEnum>(this TEnum value)
        where TEnum : struct, Enum
        => typeof(TEnum).GetField(value.ToString())?.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? NewPart().Replace(value.ToString(), "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex NewPart();
}
