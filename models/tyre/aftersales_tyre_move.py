from odoo import fields, models


class AftersalesTyreMove(models.Model):
    """What happened to a set, when and by whom; written by the system alone."""
    _name = 'aftersales.tyre.move'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin']
    _description = "Tyres In and Out"
    _order = 'date desc, id desc'
    _rec_name = 'set_id'

    set_id = fields.Many2one('aftersales.tyre.set', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='set_id.company_id', store=True, index=True, precompute=True)
    kind = fields.Selection(
        [('in', "Put in store"), ('moved', "Moved to another place"), ('out', "Taken from store"),
         ('ended', "Storage ended"), ('back', "Taken up again")], string="What", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    user_id = fields.Many2one('res.users', string="By", required=True, readonly=True)
    place_id = fields.Many2one(
        'aftersales.tyre.place', string="Place", readonly=True, index='btree_not_null', ondelete='restrict')
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", readonly=True, index='btree_not_null', ondelete='set null')
    tread_depth = fields.Float(string="Least Tread (mm)", readonly=True, digits=(4, 1), aggregator=None)
