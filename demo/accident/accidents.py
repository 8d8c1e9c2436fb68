from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# outlet, days ago, where, what becomes of it, lines: panel, what is done, hours, asked, assessed
ACCIDENTS = [
    ('shanghai', 3, "Yan'an Elevated Road", 'asked', [
        ("Front bumper", 'replace', 1.5, 2400, 0), ("Front bumper", 'paint', 2, 900, 0)]),
    ('shanghai', 8, "Car park of the mall", 'supplement', [
        ("Left front door", 'repair', 4, 1600, 1500), ("Left front door", 'paint', 3, 1200, 1200)]),
    ('hangzhou', 5, "Wensan Road", 'dropped', [("Rear bumper", 'polish', 1, 200, 0)]),
]


class AftersalesDemo(models.AbstractModel):
    """Accidents: one at the insurer's, one approved with a supplement asked, one the customer pays himself (E11)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_accidents(self):
        insurer = self.env['fleet.vehicle'].search([('insurer_id', '!=', False)], limit=1).insurer_id
        for outlet in ('shanghai', 'hangzhou'):
            rows = [row for row in ACCIDENTS if row[0] == outlet]
            orders = self.env['aftersales.order'].search([
                ('company_id', '=', self._ref(f'company_{outlet}').id), ('state', 'not in', ('draft', 'cancelled'))],
                order='id desc', limit=len(rows))
            for order, row in zip(orders, rows, strict=False):
                self._load_accident(order, insurer, *row)

    def _load_accident(self, order, insurer, outlet, days, place, fate, lines):
        login = 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou'
        accident = self._as(self.env['aftersales.accident'], login, order.company_id).create({
            'order_id': order.id, 'insurer_id': insurer.id, 'date': fields.Datetime.now() - timedelta(days=days),
            'place': place, 'claim_number': f"C-{order.id}", 'assessor_name': "Li Qiang", 'car_value': 90000})
        assessment = accident.env['aftersales.assessment'].create({
            'accident_id': accident.id, 'approver': "Li Qiang", 'line_ids': [Command.create({
                'name': name, 'kind': kind, 'hours': hours, 'amount_asked': asked, 'amount': amount})
                for name, kind, hours, asked, amount in lines]})
        if fate == 'dropped':
            accident.drop_reason = "The customer pays it himself"
            accident.action_drop()
            return
        assessment.action_ask()
        if fate == 'supplement':
            assessment.action_approve()
            accident.env['aftersales.assessment'].create({
                'accident_id': accident.id, 'line_ids': [Command.create({
                    'name': "Side airbag", 'kind': 'part', 'amount_asked': 1800})]}).action_ask()
