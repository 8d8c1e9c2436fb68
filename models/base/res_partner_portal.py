from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_aftersales_family_domain(self, *names):
        """Records that belong to this customer: to the person, or to the company he is a contact of.

        :param names: fields, any of which may point to the customer
        """
        self.ensure_one()
        family = self.commercial_partner_id
        return Domain.OR(Domain(name, 'child_of', family.ids) for name in names) if family else Domain.FALSE
