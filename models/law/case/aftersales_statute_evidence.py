from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS

from .. import repair_days


class AftersalesStatuteEvidence(models.Model):
    """What the law counted and what was decided, sealed on the day: the figures, and the very repairs (Order 43, art. 28).

    Also the disclosure that whoever buys a car that was given back signs (art. 33).
    """
    _name = 'aftersales.statute.evidence'
    _inherit = ['aftersales.evidence.mixin']
    _description = "Evidence of a Case"
    _order = 'id desc'
    _rec_name = 'kind'
    _is_born_frozen = True
    _sealed_fields = ('case_id', 'kind', 'date', 'partner_id', 'signatory', 'signature', 'signature_kind', 'inspection')

    case_id = fields.Many2one('aftersales.statute.case', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='case_id.company_id', store=True, index=True)
    vehicle_id = fields.Many2one(related='case_id.vehicle_id', store=True, index=True)
    kind = fields.Selection(
        [('met', "Right arisen"), ('decision', "Decision"), ('completed', "Completed"), ('disclosure', "Disclosure")],
        required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', readonly=True, ondelete='restrict', default=lambda self: self.env.user)
    partner_id = fields.Many2one(
        'res.partner', string="Told To", readonly=True, index='btree_not_null', ondelete='restrict')
    signatory = fields.Char(string="Signed By", readonly=True)
    signature = fields.Image(readonly=True, max_width=1024, max_height=1024, is_signature=True)
    signature_kind = fields.Selection(selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True)
    inspection = fields.Text(
        readonly=True, help="What the inspection of the car found before it was sold again.")
    content_html = fields.Html(string="What Was Sealed", compute='_compute_content_html', sanitize=False)

    @api.depends_context('lang', 'tz')
    @api.depends('content')
    def _compute_content_html(self):
        for evidence in self:
            evidence.content_html = self.env['ir.qweb']._render('aftersales.statute_evidence', {
                'evidence': evidence, 'content': evidence._get_shown_content()})

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_be_born()
        now = fields.Datetime.now()
        return super().create([
            self._prepare_sealed_vals(self._read_inputs({'date': now, 'user_id': self.env.uid, **vals})) for vals in vals_list])

    # === ACTION METHODS ===#

    def action_print(self):
        return self.env.ref('aftersales.action_report_statute_evidence').report_action(self)

    # === BUSINESS METHODS ===#

    @api.model
    def _seal(self, cases, kind, **values):
        """:return: evidence of these cases as they stand"""
        sealed = self.browse()
        for case in cases:  # in the words of whom they are told to
            buyer = case.partner_id.browse(values.get('partner_id') or case.partner_id.id)
            lang = buyer.lang or case.company_id.partner_id.lang
            sealed |= self.with_context(lang=lang).create(
                {'case_id': case.id, 'kind': kind, 'partner_id': buyer.id, **values}).with_env(self.env)
        return sealed

    def _get_shown_content(self):
        """What was sealed, days and distances of the repairs as a reader knows them: the outlet's day, his own way to write."""
        content = self._get_content()
        for standing in content.get('standings', []):
            for visit in standing['visits']:
                visit['shown'] = self._describe_visit(visit)
        return content

    def _describe_visit(self, visit):
        # What was sealed before it kept its clock is told by that of the company.
        tz = visit.get('tz') or self.company_id._get_clock_zone()
        start, stop = (
            moment and format_date(self.env, repair_days.get_local_day(fields.Datetime.to_datetime(moment), tz)) or '…'
            for moment in (visit['start'], visit['stop']))
        return self.env._(
            "%(order)s · %(start)s – %(stop)s · %(km)s km", order=visit['order'], start=start, stop=stop,
            km=formatLang(self.env, visit['km'], digits=0))

    def _get_evidence(self):
        case, vehicle = self.case_id, self.case_id.vehicle_id
        return super()._get_evidence() | {
            'case': case.name, 'plate': vehicle.license_plate or '', 'vin': vehicle.vin_sn or '',
            'vehicle': vehicle.model_id.display_name, 'customer': case.partner_id.display_name,
            'statute': case.statute_id.name, 'citation': case.statute_id.citation or '',
            'sale': fields.Date.to_string(vehicle.sale_date) or '',
            'delivery': fields.Date.to_string(vehicle.delivery_date) or '',
            'standings': self._get_standings(), 'decision': self._get_decision(),
        }

    def _get_standings(self):
        """Every rule with its counter and the repairs that count, as the letter prints them."""
        vehicle = self.case_id.vehicle_id
        pairs = vehicle._get_statute_standing().get(vehicle, [])
        orders = self.env['aftersales.order'].browse({key for __, standing in pairs for key in standing.stays})
        facts = {order.id: order._get_visit_evidence() for order in orders}
        return [{
            'article': rule.article, 'name': rule.name, 'remedy': rule.remedy, 'gives_back': rule._gives_back_car(),
            'status': standing.status, 'tally': standing.tally, 'limit': rule.limit, 'comparison': rule.comparison,
            'last_day': fields.Date.to_string(standing.last_day) or '',
            'visits': [facts[key] for key in standing.stays if key in facts],
        } for rule, standing in pairs if rule.statute_id == self.case_id.statute_id]

    def _get_decision(self):
        """The decision with its sums; empty while there is none."""
        case = self.case_id
        if self.kind == 'met':
            return {}
        labels = dict(case._fields['remedy']._description_selection(self.env))
        return {
            'remedy': labels.get(case.remedy, ''), 'reason': case.reason or '', 'state': case.state,
            'requested': fields.Date.to_string(case.request_date) or '',
            'reply_due': fields.Date.to_string(case.reply_due) or '',
            'completion_due': fields.Date.to_string(case.completion_due) or '',
            'currency': case.currency_id.name, 'price': case.price, 'odometer': case.odometer,
            'registration_fee': case.registration_fee, 'accessories': case.accessories, 'service_fees': case.service_fees,
            'usage_fee': case.usage_fee, 'amount_refund': case.amount_refund, 'amount_due': case.amount_due,
            'replacement_vin': case.replacement_id.vin_sn or '',
        }

    def _get_frozen_message(self):
        return self.env._("What was found and decided under the law is evidence. It is neither changed nor deleted.")

    @api.model
    def _get_birth_refusal(self):
        return self.env._(
            "Evidence is sealed by the system when a right arises, when it is decided, and when a car is disclosed.")
