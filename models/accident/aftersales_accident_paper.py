from odoo import fields, models


class AftersalesAccidentPaper(models.Model):
    """A paper of an accident's direct settlement: whether it is there, and when it was sent to the insurer (E11)."""
    _name = 'aftersales.accident.paper'
    _description = "Paper of an Accident"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'accident_id.id desc, sequence, id'
    _rec_name = 'kind_id'
    _frozen_with = 'accident_id'

    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    kind_id = fields.Many2one(
        'aftersales.accident.paper.kind', string="Kind of Paper", required=True, index=True, ondelete='restrict')
    sequence = fields.Integer(related='kind_id.sequence', store=True, precompute=True)
    state = fields.Selection(
        [('missing', "Paper missing"), ('there', "There"), ('needless', "Not asked for")],
        string="Status", required=True, default='missing')
    note = fields.Char(max_length=200)
    sent_date = fields.Datetime(string="Sent On", readonly=True, copy=False)

    _kind_uniq = models.UniqueIndex("(accident_id, kind_id)", "This paper stands on the accident's list already.")
