namespace Netfilter.Iptables;

/// <summary>iptables could not be run, or refused something: what was tried, and its own words.</summary>
public sealed class IptablesException(string message) : Exception(message);
