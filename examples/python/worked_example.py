"""Does a faster NIC pay? Sweeps the NIC of the founding case and prints a table; needs nothing but Python.

    python3 examples/python/worked_example.py
"""

import sys

from railyard import Command, InvalidDocument, rows

railyard = Command(sys.argv[1:] or ("npx", "railyard"))

sweep = {
    "apiVersion": "railyard/v1",
    "kind": "Sweep",
    "name": "nics",
    "preset": "deepseek-v3-mpft",
    "parameters": {"cluster.nic.bandwidthGBps": {"values": [12.5, 25, 50, 100]}},
    "objective": {"metric": "stepTimeS", "goal": "minimize"},
}

try:
    table = rows(railyard.sweep(sweep))
except InvalidDocument as error:
    sys.exit("\n".join(f"{issue['path']}: {issue['message']} {issue['hint']}" for issue in error.issues))

# pandas.DataFrame(table) works as well.
print("NIC (GB/s)  step (s)  MFU (%)")
for row in sorted(table, key=lambda row: row["cluster.nic.bandwidthGBps"]):
    print(f"{row['cluster.nic.bandwidthGBps']:>10}  {row['stepTimeS']:>8.2f}  {100 * row['mfuCausal']:>7.1f}")
