using System;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies an ELF library and marks one of its version needs as weak, so that the loader accepts a system library
/// without that version. Compiled by MSBuild's RoslynCodeTaskFactory, see Gald.targets; netstandard2.0.
/// </summary>
/// <remarks>Layout: "Tool Interface Standard ELF", and "Symbol Versioning" in the Linux Standard Base core specification.</remarks>
public class WeakenVersionNeed : Task
{
    private const uint SectionOfVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const byte Weak = 0x2; // VER_FLG_WEAK

    /// <summary>The library to copy; it is never written to.</summary>
    [Required]
    public string Library { get; set; }

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>The version to weaken, such as GLIBCXX_3.4.32. A library that does not need it is copied as it is.</summary>
    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        try
        {
            byte[] image = File.ReadAllBytes(Library);
            Weaken(image);
            Write(image);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException || e is InvalidDataException)
        {
            Log.LogError(null, "GALDB04", null, null, 0, 0, 0, 0,
                "Gald could not make a copy of {0} that loads on older Linux systems: {1}", Library, e.Message);
        }
        return !Log.HasLoggedErrors;
    }

    private void Weaken(byte[] image)
    {
        bool isElf = image.Length >= 64 && image[0] == 0x7f && image[1] == 'E' && image[2] == 'L' && image[3] == 'F';
        if (!isElf || image[4] != 2 || image[5] != 1 || !BitConverter.IsLittleEndian)
            throw new InvalidDataException("it is not a 64-bit little-endian ELF library; restore the TorchSharp package again.");
        try
        {
            int sections = Offset(image, 40); // e_shoff
            int sectionSize = BitConverter.ToUInt16(image, 58); // e_shentsize
            int sectionCount = BitConverter.ToUInt16(image, 60); // e_shnum
            for (int i = 0; i < sectionCount; i++)
            {
                int header = sections + i * sectionSize;
                if (BitConverter.ToUInt32(image, header + 4) != SectionOfVersionNeeds) continue; // sh_type
                int stringsHeader = checked(sections + Word(image, header + 40) * sectionSize); // sh_link
                WeakenIn(image, Offset(image, header + 24), Offset(image, stringsHeader + 24)); // sh_offset
            }
        }
        catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
        {
            throw new InvalidDataException("its ELF tables are damaged; restore the TorchSharp package again.", e);
        }
    }

    /// <summary>Follows the list of libraries, and for each the list of versions that are needed of it.</summary>
    private void WeakenIn(byte[] image, int need, int strings)
    {
        for (int nextNeed = need; nextNeed != 0;)
        {
            int entry = checked(need + Word(image, need + 8)); // vn_aux
            for (int nextEntry = entry; nextEntry != 0;)
            {
                if (IsText(image, checked(strings + Word(image, entry + 8)), Version)) // vna_name
                    image[entry + 4] |= Weak; // vna_flags
                nextEntry = Word(image, entry + 12); // vna_next
                entry = checked(entry + nextEntry);
            }
            nextNeed = Word(image, need + 12); // vn_next
            need = checked(need + nextNeed);
        }
    }

    private static int Word(byte[] image, int at)
    {
        return checked((int)BitConverter.ToUInt32(image, at));
    }

    private static int Offset(byte[] image, int at)
    {
        return checked((int)BitConverter.ToUInt64(image, at));
    }

    private static bool IsText(byte[] image, int at, string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (image[at + i] != text[i]) return false;
        return image[at + text.Length] == 0;
    }

    /// <summary>Under a name of its own first: a build that is interrupted, or another at the same time, sees all or nothing.</summary>
    private void Write(byte[] image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
        string temporary = Destination + "." + Guid.NewGuid().ToString("N");
        try
        {
            File.WriteAllBytes(temporary, image);
            if (File.Exists(Destination))
                File.Replace(temporary, Destination, null);
            else
                File.Move(temporary, Destination);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
