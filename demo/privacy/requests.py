from base64 import b64encode
from datetime import timedelta

from odoo import api, models
from odoo.tools import file_open


class AftersalesDemo(models.AbstractModel):
    """Two customers who ask about their data, with the copy of the one; reviews of rights; a deletion by the table of terms;
    tests of the backup; a promise of confidentiality that some have signed (N7).
    """
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
        self._load_copy(company)
        self._load_deletion(company, today)
        self._load_secrecy(company, today)

    def _load_copy(self, company):
        asked = self._as(self.env['aftersales.personal.request'], 'manager', company).search(
            [('kind', '=', 'access'), ('company_id', '=', company.id)], limit=1)
        asked.identity = "Identity card shown at the counter"
        asked.action_make_file()

    def _load_deletion(self, company, today):
        """An export of four years ago goes, nothing else is past its term."""
        self.env['aftersales.export.log'].sudo().create({
            'date': today - timedelta(days=1500), 'user_id': self._ref('user_advisor').id, 'company_id': company.id,
            'model_name': "Contact (res.partner)", 'record_count': 120, 'field_names': "name, phone"})
        runs = self._as(self.env['aftersales.deletion.run'], 'manager', company)
        run = runs.create({})
        run.action_begin()
        run._continue()
        runs.create({})

    def _load_secrecy(self, company, today):
        Tests = self._as(self.env['aftersales.backup.test'], 'manager', company)
        Tests.create([
            {'date': today - timedelta(days=days), 'backup_date': today - timedelta(days=days + 1), 'what': what,
             'minutes': minutes, 'result': result, 'finding': finding}
            for days, what, minutes, result, finding in (
                (120, "The whole database on the spare server", 95, 'part', "Pictures of the last day were missing."),
                (112, "The whole database on the spare server", 88, 'ok', False))])
        text = self._as(self.env['aftersales.secrecy.text'], 'manager', company).create({
            'name': "Confidentiality of customers' data", 'version': "2026",
            'body': "I use customers' data for my work only, tell nobody outside the house of it, take no lists along, and "
                    "go on doing so when I no longer work here."})
        text.action_ask()
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        for login in ('advisor', 'care'):
            self._as(text.promise_ids.sudo(), login, company).search(
                [('user_id', '=', self._ref(f'user_{login}').id)], limit=1).action_sign(signature)
