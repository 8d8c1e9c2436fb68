from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOnlineMixin(models.AbstractModel):
    """Work that customers may choose when they book online."""

    _name = 'aftersales.online.mixin'
    _description = "Work Offered Online"

    is_published = fields.Boolean(
        string="Offered Online", help="Customers can choose it when they book on the portal or on the public page.",
    )
    online_name = fields.Char(
        string="Name for Customers", translate=True, help="How customers call it. Empty: the name above.",
    )
    online_description = fields.Char(
        string="Text for Customers", translate=True, help="One sentence shown when booking online.",
    )

    @api.model
    def _get_online_offer(self, company):
        """What customers of ``company`` may choose."""
        return self.search(Domain('is_published', '=', True) & Domain('company_id', 'in', (False, company.id)))

    def _get_online_name(self):
        self.ensure_one()
        return self.online_name or self.name
