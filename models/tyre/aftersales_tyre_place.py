from odoo import api, fields, models
from odoo.fields import Domain

STORED = ('state', '=', 'stored')


class AftersalesTyrePlace(models.Model):
    """Where one set of a customer's tyres lies: a place takes one set (N8)."""
    _name = 'aftersales.tyre.place'
    _inherit = ['aftersales.setup.mixin', 'aftersales.claim.mixin']
    _description = "Place for Tyres"
    _order = 'workshop_id, name, id'
    _check_company_auto = True

    name = fields.Char(string="Place", required=True, max_length=20, help="As it is written on the rack: A-03-2.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    note = fields.Char(string="Remark", help="Upper rack, only narrow wheels …")
    set_ids = fields.One2many('aftersales.tyre.set', 'place_id', string="Sets", domain=[STORED])
    set_id = fields.Many2one('aftersales.tyre.set', string="Tyres There", compute='_compute_set_id')
    is_free = fields.Boolean(string="Free", compute='_compute_set_id', search='_search_is_free')

    _name_unique = models.UniqueIndex('(workshop_id, name)', "This outlet has a place of that name already.")

    @api.depends('set_ids.state')
    def _compute_set_id(self):
        for place in self:
            place.set_id = place.set_ids[:1]
            place.is_free = not place.set_ids

    def _search_is_free(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: a place is taken whoever sees the set
        taken = Domain('id', 'in', self.env['aftersales.tyre.set'].sudo()._search([STORED]).subselect('place_id'))
        return ~taken if True in value else taken
