from odoo import fields, models


class AftersalesOldPartMove(models.Model):
    """A hand that an old part went through: who, when, where and what. Written by each step, never changed (H6)."""
    _name = 'aftersales.old.part.move'
    _description = "Step of an Old Part"
    _inherit = ['aftersales.frozen.mixin']
    _order = 'id desc'
    _rec_name = 'custody_step'
    _is_born_frozen = True

    old_part_id = fields.Many2one('aftersales.old.part', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='old_part_id.company_id', store=True, index=True, precompute=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one('res.users', string="Who", required=True, readonly=True, index=True, ondelete='restrict')
    custody_step = fields.Selection(
        selection=[
            ('out', "Taken out"),
            ('in', "Taken in"),
            ('moved', "Put elsewhere"),
            ('inspected', "Inspected"),
            ('asked', "Approval asked for"),
            ('refused', "Not approved"),
            ('customer', "Given to the customer"),
            ('sent', "Sent back"),
            ('back', "Came back"),
            ('accepted', "Accepted"),
            ('rejected', "Supplier Rejected"),
            ('credited', "Credited"),
            ('stock', "Put into stock"),
            ('scrapped', "Scrapped"),
            ('collected', "Collected as waste"),
            ('lost', "Part Lost"),
        ],
        required=True, readonly=True)
    place = fields.Char(readonly=True, help="Where it lay then.")
    location_id = fields.Many2one(
        'stock.location', string="Store Place", readonly=True, index='btree_not_null', ondelete='restrict',
        help="Where in the old-part store it lay then.")
    note = fields.Char(string="To or Why", readonly=True)

    def _get_frozen_message(self):
        return self.env._("Through whose hands an old part went is evidence. It is neither changed nor deleted.")
