import base64

from odoo import api, fields, models
from odoo.tools import file_open

# What becomes of the old part, what the inspection finds, what it is still worth, and the step it has come to.
FATES = [
    ('scrap', 'scrap', 0, 'scrapped'), ('core', 'core', 300, 'sent'), ('customer', 'reusable', 0, 'given'),
    ('stock', 'reusable', 120, 'asked'), ('hazard', 'hazard', 0, 'collected'), ('core', 'core', 450, 'credited'),
    ('scrap', 'scrap', 480, 'asked'), ('scrap', False, 0, 'in'), ('maker', False, 0, 'due')]


class AftersalesDemo(models.AbstractModel):
    """Old parts of paid work, each as far as another one: due, in the store, with the customer, credited, gone (H6)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_old_parts(self):
        collector = self.env['res.partner'].create({
            'name': "Green Cycle Waste Oil and Batteries", 'is_company': True, 'country_id': self.env.ref('base.cn').id,
            'aftersales_waste_licence': "SH-HW-2024-0317"})
        self._say_in_chinese({(collector, 'name'): "绿循环废油废电池回收"})
        supplier = self.env['res.partner'].create({
            'name': "Reman Core Exchange", 'is_company': True, 'country_id': self.env.ref('base.cn').id})
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            jobs = self.env['aftersales.order.line'].search([
                ('company_id', '=', company.id), ('line_type', '=', 'part'), ('qty_issued', '>', 0),
                ('job_id.settlement', '=', 'invoice'), ('order_id.state', '=', 'delivered'),
                ('product_id.is_storable', '=', True), ('product_id.tracking', '=', 'none')], order='id desc').filtered(
                    lambda line: line.product_id.product_tmpl_id._leaves_old_part()).job_id
            for job, fate in zip(jobs[:len(FATES)], FATES, strict=False):
                self._load_old_part(company, job, collector, supplier, *fate)
            self._load_return_windows(company)
            self._load_old_part_freight(company)
            self._load_old_part_watches(company)

    def _load_old_part(self, company, job, collector, supplier, duty, condition, value, step):
        # The technicians of Hangzhou have no login: the store tags what they bring.
        taker = 'technician' if company == self._ref('company_shanghai') else 'parts'
        self._as(job, taker, company).action_take_out()
        parts = self._as(self.env['aftersales.old.part'], 'parts', company).search([('job_id', '=', job.id)])
        part = parts[:1]
        self._scrap_rest(parts - part)
        part.write({'duty': duty, 'value': value})
        if step == 'due':
            return
        part.place = f"OP-A-{part.id % 20 + 1:02}"
        part.action_hand_in()
        if not condition:
            return
        part.condition = condition
        part.action_inspect()
        if step == 'given':
            with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
                self._as(part.order_id, 'parts', company).action_give_old_parts(base64.b64encode(file.read()))
        elif duty == 'scrap':
            part.scrap_reason = self.env._("Worn out, nothing to recondition")
            part.action_scrap()
        elif duty == 'stock':
            part.action_stock()
        elif duty == 'hazard':
            part.write({'collector_id': collector.id, 'certificate': f"HW-{fields.Date.today():%y%m}-0{part.id}"})
            part.action_collect()
        elif duty == 'core':
            part.supplier_id = supplier
            part.action_send_back()
            if step == 'credited':
                part.action_accept()
                part.credit_amount = value
                self._as(part, 'accountant', company).action_credit()

    def _load_return_windows(self, company):
        """Old parts go twice a year, before the holidays of spring and of October."""
        Window = self._as(self.env['aftersales.return.window'], 'manager', company)
        year = fields.Date.today().year
        Window.create([
            {'name': name, 'date_from': f'{year}-{month:02}-10', 'date_to': f'{year}-{month:02}-25', 'company_id': company.id}
            for name, month in ((f"{year} I", 1), (f"{year} II", 9))])

    def _load_old_part_freight(self, company):
        """What the cores cost on their way: the store has signed, the leader of Shanghai too."""
        parts = self._as(self.env['aftersales.old.part'], 'parts', company).search([
            ('company_id', '=', company.id), ('duty', '=', 'core'), ('sent_date', '!=', False)])
        if not parts:
            return
        action = parts.action_enter_freight()
        freight = self._as(self.env[action['res_model']], 'parts', company).browse(action['res_id'])
        freight.write({'carrier': "SF Express", 'waybill': f"SF{1200000000 + parts[0].id}", 'amount': 86})
        freight.action_sign_handler()
        if company == self._ref('company_shanghai'):
            self._as(freight, 'manager', company).action_sign_leader()

    def _load_old_part_watches(self, company):
        """Classes of key parts are watched; the part that came out most often has reached its limit."""
        Watch = self._as(self.env['aftersales.old.part.watch'], 'manager', company)
        inspector = self._ref('user_inspector')
        Watch.create([
            {'class_id': self._ref(f'part_class_{kind}').id, 'most_parts': 12, 'within_days': 60, 'is_by_lot': True,
             'company_id': company.id, 'user_id': inspector.id}
            for kind in ('engine', 'driveline', 'ev')])
        rows = self.env['aftersales.old.part']._read_group(
            [('company_id', '=', company.id)], ['product_id'], ['__count'], order='__count DESC, product_id', limit=1)
        for product, count in rows:
            watch = Watch.create({
                'product_id': product.id, 'most_parts': count, 'within_days': 30, 'company_id': company.id,
                'user_id': inspector.id})
            watch._watch()

    def _scrap_rest(self, parts):
        """What else came out of the car is worth nothing, and is gone by now."""
        if not parts:
            return
        parts.write({'duty': 'scrap', 'value': 0, 'place': "OP-B-01", 'scrap_reason': self.env._("Worn to the limit")})
        parts.action_hand_in()
        parts.action_scrap()
