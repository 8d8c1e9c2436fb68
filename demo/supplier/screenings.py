from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """The depot was screened and taken on; a certificate of his expires soon (H4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_supplier_screenings(self):
        today = fields.Date.context_today(self)
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            screening = self._as(self.env['aftersales.supplier.screening'], 'manager', company).create({
                'partner_id': self._ref('supplier_depot').id, 'company_id': company.id,
                'date': today - relativedelta(years=1), 'sample_result': 'good',
                'samples': "Six brake pads, fitted to two house cars.", 'findings': "Clean works, answers within two days.",
                'certificate_ids': [
                    Command.create({'kind': 'licence', 'name': "91310000MA1FL5E27K"}),
                    Command.create({
                        'kind': 'quality', 'name': "IATF-0412233", 'valid_until': today + relativedelta(days=40)})]})
            screening.action_pass()
