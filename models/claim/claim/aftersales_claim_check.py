
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date, formatLang

from odoo.addons.aftersales.models.base.inputs import clean_line

# Kinds of claims that rest on a coverage of the car.
COVERED_TYPES = ('warranty', 'part', 'statutory')
# Which promise of a policy a kind of line rests on.
COVERED_BY = {
    'labour': 'covers_labour', 'part': 'covers_parts', 'travel': 'covers_travel', 'towing': 'covers_towing',
    'freight': 'covers_freight', 'loaner': 'covers_loaner',
}


class AftersalesClaim(models.Model):
    """What keeps a claim from being sent: all of it told at once, while it is entered and before it goes (I3).

    A point is a pair: whether it is a doubt, which may be sent with a reason, or a lack, which has to be filled; and the
    sentence. Points are asked for many claims at once.
    """
    _inherit = 'aftersales.claim'

    missing = fields.Char(string="Still Missing", compute='_compute_missing', help="What keeps the claim from being sent.")
    missing_short = fields.Char(string="Lacks", compute='_compute_missing')
    missing_html = fields.Html(string="To Be Done before It Is Sent", compute='_compute_missing', sanitize=False)
    has_doubts = fields.Boolean(compute='_compute_missing')
    doubts_reason = fields.Text(
        string="Sent All the Same because", copy=False, tracking=True,
        help="Why a claim goes although it is late, doubled, above the allowed hours, or out of what is promised. The maker "
             "reads it.")

    # === COMPUTE METHODS ===#

    @api.depends(
        'state', 'terms_id', 'claim_type', 'coverage_id', 'vin', 'odometer', 'repair_start', 'repair_end', 'failure_date',
        'deadline', 'concern', 'cause', 'correction', 'causal_line_id', 'defect_code_id', 'approval_number', 'doubts_reason',
        'amount_claimed', 'line_ids.kind', 'line_ids.quantity', 'line_ids.allowed_hours', 'line_ids.operation_id',
        'line_ids.product_id', 'line_ids.amount', 'line_ids.source_line_id', 'campaign_number', 'job_ids')
    @api.depends_context('lang', 'uid')
    def _compute_missing(self):
        open_claims = self.filtered(lambda claim: claim.state in ('draft', 'checked'))
        points = open_claims._get_points()
        for claim in self:
            own = points.get(claim, [])
            claim.has_doubts = any(is_doubt for is_doubt, __ in own)
            kept = [sentence for is_doubt, sentence in own if not (is_doubt and claim._has_doubts_reason())]
            claim.missing = " · ".join(kept)
            more = self.env._("%(count)s more", count=len(kept) - 2)
            claim.missing_short = " · ".join([*kept[:2], more] if len(kept) > 2 else kept)
            claim.missing_html = Markup('<ul class="mb-0">%s</ul>') % Markup().join(
                Markup('<li>%s</li>') % sentence for sentence in kept) if kept else False

    # === BUSINESS METHODS: GUARD ===#

    def _check_checked(self):
        super()._check_checked()
        self._check_complete()

    def _check_complete(self):
        """:raises UserError: naming everything that any of these claims lacks"""
        points, told = self._get_points(), []
        for claim in self:
            kept = [sentence for is_doubt, sentence in points[claim] if not (is_doubt and claim._has_doubts_reason())]
            if kept:
                told.append(self.env._(
                    "%(claim)s cannot be sent yet:\n%(points)s",
                    claim=claim.name, points="\n".join(f"- {each}" for each in kept)))
        if told:
            raise UserError("\n\n".join(told))

    def _has_doubts_reason(self):
        return bool(clean_line(self.doubts_reason or ''))

    # === BUSINESS METHODS: POINTS ===#

    def _get_points(self):
        """What keeps each of these claims from being sent, the lacks first. Hook: rooms add theirs by ``super()``.

        :return: dict of claim: list of (is a doubt, sentence); constant queries for any number of claims
        """
        points = {claim: [] for claim in self}
        for get in (
            self._get_own_points, self._get_evidence_points, self._get_registration_points, self._get_line_points,
            self._get_deadline_points, self._get_coverage_points, self._get_odometer_points, self._get_double_points,
        ):
            for claim, own in get().items():
                points[claim] += own
        return {claim: sorted(own, key=lambda point: point[0]) for claim, own in points.items()}

    def _get_own_points(self):
        """What the claim itself lacks."""
        points = {}
        for claim in self:
            terms, own = claim.terms_id, []
            lacking = [
                claim._fields[name]._description_string(self.env)
                for name in ('concern', 'cause', 'correction', 'vin', 'repair_end', 'failure_date')
                if not (clean_line(claim[name]) if isinstance(claim[name], str) else claim[name])]
            if lacking:
                own.append((False, self.env._("not entered: %(fields)s", fields=", ".join(lacking))))
            if claim.line_ids.filtered(lambda line: line.kind == 'part') and not claim.causal_line_id:
                own.append((False, self.env._("no causal part is named")))
            if terms.needs_defect_code and not claim.defect_code_id:
                own.append((False, self.env._("no defect code is chosen")))
            if claim.claim_type == 'recall' and not claim.campaign_number:
                own.append((False, self.env._("the number of the recall or campaign is not entered")))
            if terms.prior_approval_above and not claim.approval_number and claim.currency_id.compare_amounts(
                    claim.amount_claimed, terms.prior_approval_above) > 0:
                own.append((False, self.env._(
                    "above %(amount)s the maker is asked before the repair: his number is not entered",
                    amount=claim.currency_id.format(terms.prior_approval_above))))
            if not claim.line_ids or claim.currency_id.compare_amounts(claim.amount_claimed, 0.0) <= 0:
                own.append((False, self.env._("nothing is claimed")))
            points[claim] = own
        return points

    def _get_evidence_points(self):
        """Photos, signatures, clocked hours and old parts that the maker asks for."""
        points = {}
        with_photo, signed = self._get_claims_with_photo(), self._get_signed_orders()
        tagged = self._get_tagged_products()
        for claim in self:
            terms, own = claim.terms_id, []
            if terms.needs_photo and claim not in with_photo:
                own.append((False, self.env._("there is no photo, neither of the claim nor of its job")))
            if terms.needs_signature and claim.order_id not in signed:
                own.append((False, self.env._("the customer has signed nothing of the order")))
            jobs = claim.sudo().job_ids  # sudo: hours are told, whoever reads the claim
            unclocked = jobs.filtered(lambda job: not job.clocked_hours and 'labour' in job.line_ids.mapped('line_type'))
            if terms.needs_clock and unclocked:
                own.append((False, self.env._(
                    "no hours are clocked on: %(jobs)s", jobs=", ".join(unclocked.mapped('shown_name')))))
            parts = claim.line_ids.filtered(lambda line: line.kind == 'part' and line.quantity).product_id - tagged[claim]
            if terms.needs_old_part and parts:
                own.append((False, self.env._("no tag of the old part: %(parts)s", parts=", ".join(parts.mapped('name')))))
            points[claim] = own
        return points

    def _get_line_points(self):
        """Hours above what is allowed, and more parts than were issued."""
        points = {}
        for claim in self:
            own = []
            for line in claim.line_ids:
                if line.kind == 'labour' and line.allowed_hours and float_compare(line.quantity, line.allowed_hours, 2) > 0:
                    own.append((True, self.env._(
                        "%(line)s: %(hours)s hours are claimed, %(allowed)s are allowed",
                        line=line._get_print_name(), hours=f'{line.quantity:g}', allowed=f'{line.allowed_hours:g}')))
                source = line.source_line_id.sudo()  # sudo: what was issued is told
                if line.kind == 'part' and source and source.product_uom_id.compare(
                        line.quantity, source._get_claimed_quantity()) > 0:
                    own.append((False, self.env._(
                        "%(line)s: %(claimed)s are claimed, %(issued)s were issued",
                        line=line._get_print_name(), claimed=f'{line.quantity:g}',
                        issued=f'{source._get_claimed_quantity():g}')))
            points[claim] = own
        return points

    def _get_deadline_points(self):
        return {
            claim: [(True, self.env._("the maker took it until %(day)s", day=format_date(self.env, claim.deadline)))]
            for claim in self.filtered('is_late')}

    def _get_odometer_points(self):
        """The distance lies between what was read before and after the repair."""
        points = {}
        readings = self.env['fleet.vehicle.odometer'].sudo().search(  # sudo: distances are told, whoever reads the claim
            [('vehicle_id', 'in', self.vehicle_id.ids), ('is_doubtful', '=', False)], order='date, id').grouped('vehicle_id')
        for claim in self:
            if not claim.odometer:
                points[claim] = [(False, self.env._("the distance of the car is not entered"))]
                continue
            day = claim.failure_date or fields.Date.context_today(self)
            own = readings.get(claim.vehicle_id.sudo(), readings.get(claim.vehicle_id, self.env['fleet.vehicle.odometer']))
            before = max((reading.distance_km for reading in own if reading.date < day), default=0.0)
            after = min((reading.distance_km for reading in own if reading.date > day), default=float('inf'))
            if not before <= claim.odometer + 1 or claim.odometer - 1 > after:
                points[claim] = [(True, self.env._(
                    "the distance is not plausible: %(claimed)s km are entered, %(read)s km were read %(when)s",
                    claimed=formatLang(self.env, claim.odometer, digits=0),
                    read=formatLang(self.env, before if claim.odometer < before else after, digits=0),
                    when=self.env._("before") if claim.odometer < before else self.env._("afterwards")))]
        return points
