from odoo import api, fields, models

from .res_partner import FILE

# What a customer left with us: records of these models that name him.
TRACES = (
    ('fleet.vehicle', 'owner_id'), ('fleet.vehicle', 'contact_id'), ('aftersales.order', 'partner_id'),
    ('aftersales.enquiry', 'partner_id'), ('aftersales.appointment', 'partner_id'),
    ('aftersales.followup.contact', 'partner_id'))
# Whom the house deals with otherwise.
OTHERS = (('purchase.order', 'partner_id'), ('product.supplierinfo', 'partner_id'), ('fleet.vehicle', 'insurer_id'))


class ResPartner(models.Model):
    """Of whom a customer's file is kept: not of suppliers, insurers and the people of the house who never were customers."""
    _inherit = 'res.partner'

    aftersales_has_file = fields.Boolean(string="Has a File", compute='_compute_aftersales_has_file', groups=FILE)

    @api.depends('customer_rank', 'supplier_rank', 'partner_share')
    def _compute_aftersales_has_file(self):
        """Who has a car, an order, an enquiry or an invoice; and whoever is nothing else, as he may become a customer."""
        system = self._origin.sudo()  # sudo: whether there is one tells nothing of it
        customers = system.filtered(lambda partner: partner.customer_rank or partner.aftersales_agent_id).ids
        customers = {*customers, *system._get_named_in(TRACES)}
        others = system.filtered(
            lambda partner: partner.supplier_rank or partner.ref_company_ids or not partner.partner_share).ids
        others = {*others, *system._get_named_in(OTHERS)}
        for partner in self:
            partner.aftersales_has_file = partner._origin.id in customers or partner._origin.id not in others

    def _get_named_in(self, places):
        """Ids of those of these partners who are named in one of ``places``: one query for each of them."""
        return {
            partner.id for model, name in places
            for partner, in self.env[model].with_context(active_test=False)._read_group([(name, 'in', self.ids)], [name])}
