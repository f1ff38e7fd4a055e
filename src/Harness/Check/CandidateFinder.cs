using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using ScratchVsAutograd.Harness.Options;
using TorchSharp;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>Finds by reflection what an assembly offers to be checked; none of its code runs for that.</summary>
internal static class CandidateFinder
{
    /// <summary>What is looked for, for those who have none of it.</summary>
    public const string LookedFor =
        "looked for: a class derived from Computation with a constructor that takes nothing or a seed (int, long or ulong); a public "
            + "static "
        + "method without parameters, or a property, that returns a Computation; and one marked [GradCheck] that returns a FunctionSample";

    private static readonly Type[] SeedTypes = [typeof(int), typeof(long), typeof(ulong)];

    /// <summary>The types of an assembly that code can be found in.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="names">The full names of those that are asked for; null for all.</param>
    /// <exception cref="InputException">A type cannot be loaded.</exception>
    public static IReadOnlyList<Type> Types(Assembly assembly, IReadOnlyList<string>? names)
    {
        try
        {
            return
            [
                .. assembly.GetTypes().Where(type => type is { IsClass: true, ContainsGenericParameters: false }
                    && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && (names is null || names.Contains(type.FullName))),
            ];
        }
        catch (ReflectionTypeLoadException exception)
        {
            throw new InputException(
                $"{assembly.Location} cannot be read: "
                    + $"{exception.LoaderExceptions.FirstOrDefault()?.Message.Split('\n')[0].TrimEnd('.', '\r')}. Its "
                + "dependencies must lie beside it ('dotnet publish' puts them there).", exception);
        }
    }

    /// <summary>The candidates, in the order of their keys.</summary>
    public static IReadOnlyList<Candidate> Find(IReadOnlyList<Type> types)
    {
        var found = types.SelectMany(type => OfType(type)).ToList();
        var ambiguous = found.CountBy(item => Key(item.Type, item.Member)).Where(pair => pair.Value > 1).Select(pair => pair.Key)
            .ToHashSet();
        return
        [
            .. found
                .Select(item => new Candidate(
                    (ambiguous.Contains(Key(item.Type, item.Member)) && item.Type.Namespace is { } prefix ? prefix + "." : "")
                        + Key(item.Type, item.Member),
                    item.Make))
                .OrderBy(candidate => candidate.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>The custom autograd functions, where nobody offers a sample.</summary>
    public static IReadOnlyList<string> FunctionsWithoutSample(IReadOnlyList<Type> types)
        => types.Any(type => Samples(type).Any())
            ? []
            : [.. types.Where(IsCustomFunction).Select(type => type.Name).Order(StringComparer.Ordinal)];

    /// <summary>Samples that are not checked, a sentence each: the mark is missing, or they are out of reach.</summary>
    public static IReadOnlyList<string> Skipped(IReadOnlyList<Type> types)
        => [.. types.SelectMany(type => Samples(type).Select(member => Skipped(type, member))).OfType<string>()
            .Order(StringComparer.Ordinal)];

    private static string? Skipped(Type type, MemberInfo member)
    {
        var key = Key(type, member.Name);
        if (member is FieldInfo)
            return $"{key} is a field that holds a FunctionSample: it was not checked; make it a property with [GradCheck].";
        if (!member.IsDefined(typeof(GradCheckAttribute)))
            return $"{key} returns a FunctionSample and has no [GradCheck]: it was not checked.";
        return Members(type).Any(found => found.MetadataToken == member.MetadataToken)
            ? null
            : $"{key} has [GradCheck] and is no public static property or method: it was not checked.";
    }

    // Whatever its author takes for a sample, marked or not.
    private static IEnumerable<MemberInfo> Samples(Type type)
    {
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return type.GetMembers(All).Where(member => member.IsDefined(typeof(GradCheckAttribute))
            || (!member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
            {
                PropertyInfo property => property.PropertyType == typeof(FunctionSample)
                    && property.GetMethod is { IsStatic: true, IsPublic: true },
                MethodInfo method => method is { IsStatic: true, IsPublic: true, IsSpecialName: false }
                    && method.ReturnType == typeof(FunctionSample) && method.GetParameters() is [],
                FieldInfo field => field.FieldType == typeof(FunctionSample) && field is { IsStatic: true, IsPublic: true },
                _ => false,
            }));
    }

    private static IEnumerable<(Type Type, string? Member, Func<long, object?> Make)> OfType(Type type)
    {
        if (type is { IsAbstract: false, IsNestedPrivate: false } && type.IsAssignableTo(typeof(Computation))
            && Constructor(type) is { } make)
            yield return (type, null, make);
        foreach (var member in Members(type))
        {
            if (member.IsDefined(typeof(GradCheckAttribute)) || Returned(member).IsAssignableTo(typeof(Computation)))
                yield return (type, member.Name, _ => Value(member));
        }
    }

    private static Func<long, object?>? Constructor(Type type)
    {
        if (type.GetConstructor([]) is { } plain) return _ => plain.Invoke([]);
        return SeedTypes.Select(seedType => type.GetConstructor([seedType]))
            .FirstOrDefault(constructor => constructor is not null) is { } seeded
            ? seed => seeded.Invoke([Convert.ChangeType(seed, seeded.GetParameters()[0].ParameterType, CultureInfo.InvariantCulture)])
            : null;
    }

    private static IEnumerable<MemberInfo> Members(Type type)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Static)
            .Where(method => method is { IsSpecialName: false, IsGenericMethod: false }
                && (method.GetParameters() is [] || method.IsDefined(typeof(GradCheckAttribute))));
        return methods.Concat<MemberInfo>(
            type.GetProperties(Static).Where(property => property.CanRead && property.GetIndexParameters() is []));
    }

    private static Type Returned(MemberInfo member)
        => member is PropertyInfo property ? property.PropertyType : ((MethodInfo)member).ReturnType;

    private static object? Value(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetValue(null),
        MethodInfo method when method.GetParameters() is [] => method.Invoke(null, []),
        _ => throw new InputException("[GradCheck] marks a method with parameters; a sample takes none."),
    };

    private static bool IsCustomFunction(Type type)
    {
        for (var @base = type.BaseType; @base is not null && !type.IsAbstract; @base = @base.BaseType)
        {
            if (@base.IsGenericType && @base.GetGenericTypeDefinition() == typeof(torch.autograd.Function<>)) return true;
        }

        return false;
    }

    private static string Key(Type type, string? member)
    {
        var name = type.DeclaringType is { } outer ? $"{Key(outer, null)}.{type.Name}" : type.Name;
        return member is null ? name : $"{name}.{member}";
    }
}
