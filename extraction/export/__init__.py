"""Report -> what people open: workbook, page, panel, records, terminal. Nothing here judges a report.

Every export is held open while reports are added one by one, so that memory does not grow with them:
`with` the report of a file in hand, `add(report)`; `close()` finishes the file.
"""
