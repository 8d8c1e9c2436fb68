from odoo import fields, models

VERDICTS = [('wrong', "Wrong"), ('new', "New"), ('changed', "Updated"), ('known', "Known Already")]


class AftersalesExchangeRow(models.Model):
    """A row that was not taken over, with the sentence that says why: handed back with the file it came in."""
    _name = 'aftersales.exchange.row'
    _description = "Row Not Imported"
    _order = 'import_id.id, row_number, id'
    _rec_name = 'subject'

    import_id = fields.Many2one(
        'aftersales.exchange.import', string="Data Import", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id', store=True, precompute=True, index=True)
    row_number = fields.Integer(string="Row", readonly=True, aggregator=None)
    subject = fields.Char(string="Who or What", readonly=True)
    message = fields.Char(string="What Is Wrong with It", readonly=True, max_length=1000)

    # A file may be wrong from its first row to its last: they are shown and handed back in its order, so many at a time.
    _file_idx = models.Index("(import_id, row_number, id)")
