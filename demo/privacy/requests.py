from datetime import timedelta

from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Two customers who ask about their data, a review of rights that is open, and one that is closed (N7)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_privacy(self):
        company = self._ref('company_shanghai')
        today = company._get_today()
        customers = self.env['aftersales.order'].search(
            [('company_id', '=', company.id), ('state', '=', 'delivered'), ('partner_id.is_company', '=', False)],
            order='id', limit=40).partner_id
        Request = self._as(self.env['aftersales.personal.request'], 'care', company)
        Request.create([
            {'partner_id': customers[0].id, 'kind': 'access', 'words': "What do you have stored about me?",
             'received_date': today - timedelta(days=30)},
            {'partner_id': customers[1].id, 'kind': 'stop', 'channel': 'counter', 'words': "No more calls, please."}])
        stopped = self._as(Request, 'manager', company).search(
            [('kind', '=', 'stop'), ('company_id', '=', company.id)], limit=1)
        stopped.action_look_up()
        stopped.action_stop_contacts()
        stopped.answer = "Nobody contacts you any more, except about work that you have ordered."
        stopped.action_done()
        Reviews = self._as(self.env['aftersales.access.review'], 'manager', company)
        past = Reviews.sudo().create({'date': today - timedelta(days=190)}).sudo(False)
        past.action_keep_rest()
        past.note = "Everybody needs his roles."
        past.action_close()
        Reviews.create({})
