from base64 import b64encode
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from odoo import api, fields, models
from odoo.fields import Command

# Car and what becomes of its accident; where it happened, the insurer's branch and assessor, the car's value; what is done
# to which panel or part, with its share of the order in percent, in the first round and in the supplement.
ACCIDENTS = [
    ('26', 'settled', "Car park of the Xujiahui mall", "Pudong claims centre", "Li Qiang", 238000, [
        ('left_front_wing', 'replace', 55), ('left_front_wing', 'paint', 15), ('left_front_wing', 'material', 10)],
        [('front_bumper', 'paint', 20)]),
    ('23', 'sent', "Zhangyang Road, at the traffic lights", "Minhang claims centre", "Zhou Min", 96000, [
        ('rear_bumper', 'replace', 70), ('rear_bumper', 'prepare', 10), ('rear_bumper', 'paint', 20)], []),
    ('09', 'supplement', "Outer ring road", "Minhang claims centre", "Zhou Min", 112000, [
        ('Headlamp', 'part', 100)], [('bonnet', 'repair', 30), ('bonnet', 'paint', 20)]),
    ('44', 'asked', "Underground car park at home", "Pudong claims centre", "Li Qiang", 87000, [
        ('rear_bumper', 'repair', 40), ('rear_bumper', 'paint', 60)], []),
]


class AftersalesDemo(models.AbstractModel):
    """Accidents: settled, sent, waiting for the answer to a supplement and to a first round, paid by the customer (E11)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_accidents(self):
        company = self._ref('company_shanghai')
        company.aftersales_paint_price = 420
        orders = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('state', '!=', 'cancelled'),
            ('job_ids.pay_type_id', '=', self._ref('pay_type_insurance').id)])
        by_car = {order.vehicle_id: order for order in orders}
        for car, fate, *row in ACCIDENTS:
            order = by_car.get(self._ref(f'vehicle_{car}'))
            if order:
                accident = self._load_accident(order, *row[:4])
                self._live_accident(accident, fate, *row[4:])
        self._load_dropped_accident()

    def _load_accident(self, order, place, branch, assessor, value):
        arrival = order.received_date or fields.Datetime.now()
        accident = self._as(self.env['aftersales.accident'], 'advisor', order.company_id).create({
            'order_id': order.id, 'insurer_id': order.job_ids.payer_id.filtered(lambda payer: payer != order.partner_id)[:1].id,
            'date': arrival - timedelta(hours=20), 'place': place, 'branch': branch, 'car_value': value,
            'claim_number': f"BA{arrival:%Y%m%d}{order.id:05}", 'policy_number': f"PD{order.vehicle_id.id:08}",
            'authority_date': arrival.date(), 'assessor_name': assessor, 'assessor_phone': "95500"})
        accident.visit_ids = [Command.create({'date': arrival + timedelta(hours=2)})]
        return accident

    def _live_accident(self, accident, fate, lines, more):
        billed = accident._get_billed()[0]
        total = billed or accident.order_id.sudo().amount_total
        rest = accident.currency_id.round(total * sum(share for *__, share in lines) / 100)
        first = self._load_assessment(accident, lines, rest)
        first.action_ask()
        if fate == 'asked':
            return
        self._photograph(accident, lines, fate)
        accident.visit_ids.write({'state': 'done', 'note': "Seen at the lift, photos taken"})
        rounds = self._answer_assessment(first)
        if more:
            supplement = self._load_assessment(
                accident, more, accident.currency_id.round(total - rest if fate == 'settled' else total * 0.5))
            supplement.action_ask()
            if fate == 'supplement':
                return
            rounds |= self._answer_assessment(supplement)
        if not billed:
            return
        accident.action_papers_there()
        accident.action_send()
        if fate == 'settled':
            if accident.amount_difference:
                accident.difference_reason = "Cut by the insurer's head office"
            accident.action_settle()
        self._date_accident(accident, rounds)

    def _photograph(self, accident, lines, fate):
        """The damage as it came; of what is settled the repaired panel, too."""
        panels = {what: self._ref(f'panel_{what}') for what, *__ in lines if what.islower()}
        accident.photo_ids = [Command.create({
            'stage': stage, 'panel_id': panel.id, 'name': name, 'image': self._draw_panel(stage == 'before')})
            for panel in panels.values() for stage, name in (
                ('before', "As it came in"), ('after', "Repaired and polished"))
            if stage == 'before' or fate == 'settled']

    @api.model
    def _draw_panel(self, is_damaged):
        """A painted panel with a dent and scratches, or without them."""
        picture = Image.new('RGB', (480, 320), '#8a98a8')
        draw = ImageDraw.Draw(picture)
        draw.polygon([(30, 290), (60, 60), (420, 40), (450, 290)], fill='#2f5d8c', outline='#1d3a58')
        draw.line([(70, 150), (440, 130)], fill='#3f74a8', width=6)
        if is_damaged:
            draw.ellipse([(180, 150), (320, 240)], fill='#274d74')
            for shift in range(0, 60, 12):
                draw.line([(150 + shift, 120 + shift), (350 - shift // 2, 210 + shift // 3)], fill='#c9d3dd', width=3)
        file = BytesIO()
        picture.save(file, 'JPEG', quality=80)
        return b64encode(file.getvalue())

    def _load_assessment(self, accident, lines, total):
        """What is asked of panels comes to ``total``, to the cent."""
        whole, left, values = sum(share for *__, share in lines), total, []
        for number, (what, kind, share) in enumerate(lines, start=1):
            amount = left if number == len(lines) else accident.currency_id.round(total * share / whole)
            left = accident.currency_id.round(left - amount)
            panel = {'panel_id': self._ref(f'panel_{what}').id} if what.islower() else {'name': what}
            values.append(Command.create({**panel, 'kind': kind, 'amount_asked': amount}))
        return accident.env['aftersales.assessment'].create({'accident_id': accident.id, 'line_ids': values})

    def _answer_assessment(self, assessment):
        assessment.action_approve_as_asked()
        assessment.approver = assessment.accident_id.assessor_name
        assessment.action_approve()
        return assessment

    def _date_accident(self, accident, rounds):
        """What happened weeks ago has its date; the seals are made of it again, as they would have been then."""
        accident, rounds = accident.sudo(), rounds.sudo()
        arrival, left = accident.order_id.received_date, accident.order_id.delivered_date
        asked = {assessment: arrival + timedelta(hours=1 + 22 * (assessment.round - 1)) for assessment in rounds}
        self._backdate(rounds, asked, 'asked_date')
        self._backdate(rounds, {assessment: date + timedelta(hours=5) for assessment, date in asked.items()}, 'answer_date')
        seals = {assessment: assessment._prepare_seal_vals() for assessment in rounds}
        for name in ('content', 'content_hash'):
            self._backdate(rounds, {assessment: seal[name] for assessment, seal in seals.items()}, name)
        sent = left + timedelta(days=3)
        self._backdate(accident, {accident: sent}, 'sent_date')
        self._backdate(accident.paper_ids, dict.fromkeys(accident.paper_ids, sent), 'sent_date')
        if accident.closed_date:
            self._backdate(accident, {accident: sent + timedelta(days=16)}, 'closed_date')

    def _load_dropped_accident(self):
        """A scratch in Hangzhou that its owner pays himself."""
        company, insurer = self._ref('company_hangzhou'), self._ref('insurer_huaxin')
        order = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('state', 'not in', ('draft', 'cancelled'))], order='id desc', limit=1)
        if order:
            accident = self._as(self.env['aftersales.accident'], 'advisor_hangzhou', company).create({
                'order_id': order.id, 'insurer_id': insurer.id, 'place': "Wensan Road", 'assessor_name': "Sun Lei",
                'drop_reason': "Less than what the premium would rise by"})
            accident.action_drop()
