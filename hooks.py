def uninstall_hook(env):
    """Remove the number sequences of outlets and companies: made with each of them, no data file knows them."""
    outlets = env['aftersales.workshop'].with_context(active_test=False).search([])
    sequences = outlets.sequence_id
    outlets.sequence_id = False
    outlets.flush_recordset(['sequence_id'])
    sequences |= env['ir.sequence'].search([
        ('code', 'in', ('aftersales.appointment', 'aftersales.free.issue', 'aftersales.old.part'))])
    sequences.unlink()
