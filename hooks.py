def uninstall_hook(env):
    """Remove the number sequences of the outlets: made with each outlet, no data file knows them."""
    outlets = env['aftersales.workshop'].with_context(active_test=False).search([])
    sequences = outlets.sequence_id
    outlets.sequence_id = False
    outlets.flush_recordset(['sequence_id'])
    sequences.unlink()
