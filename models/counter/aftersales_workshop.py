from odoo import fields, models


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    diagnosis_product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
        help="Charged when a customer leaves without repair. Empty: the company's fee.",
    )

    def _get_diagnosis_product(self):
        """The outlet's fee, else its company's, else the standard one."""
        self.ensure_one()
        return (
            self.diagnosis_product_id
            or self.company_id.aftersales_diagnosis_product_id
            or self.env.ref('aftersales.product_diagnosis', raise_if_not_found=False)
            or self.env['product.product']
        )
