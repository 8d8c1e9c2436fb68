from collections import defaultdict
from datetime import timedelta

from odoo import models

from .aftersales_claim_check import COVERED_BY, COVERED_TYPES


class AftersalesClaim(models.Model):
    """What a claim's points are found in: signatures, photos, old parts, registrations, coverages, other claims."""
    _inherit = 'aftersales.claim'

    # === BUSINESS METHODS: FOUND ELSEWHERE ===#

    def _get_signed_orders(self):
        """Orders of these claims that the customer signed: at check-in, with his yes, or when he took the car."""
        signed = self.order_id.browse()
        for name in ('aftersales.authorisation', 'aftersales.checkin', 'aftersales.delivery'):
            # sudo: that there is a signature, not whose
            documents = self.env[name].sudo().search_fetch(
                [('order_id', 'in', self.order_id.ids), ('signature_kind', '!=', False)], ['order_id'])
            signed |= documents.order_id.with_env(self.env)
        return signed

    def _get_claims_with_photo(self):
        """Of these claims those that have a photo: of their own, of their jobs, their findings or their old parts."""
        claims = self._origin.sudo()  # sudo: that there is one, not what it shows
        jobs = claims.job_ids
        parts = self.env['aftersales.old.part'].sudo().search_fetch([('job_id', 'in', jobs.ids)], ['job_id'])
        photos = self.env['ir.attachment'].sudo().search_fetch([
            ('mimetype', '=like', 'image/%'), ('res_field', 'in', (False, 'photo')), '|', '|',
            '&', ('res_model', '=', self._name), ('res_id', 'in', claims.ids),
            '&', ('res_model', '=', 'aftersales.job'), ('res_id', 'in', jobs.ids),
            '&', ('res_model', '=', 'aftersales.old.part'), ('res_id', 'in', parts.ids),
        ], ['res_model', 'res_id'])
        found = {(photo.res_model, photo.res_id) for photo in photos}
        shown = {part.job_id.id for part in parts if (part._name, part.id) in found}
        return self.filtered(lambda claim: (claim._name, claim._origin.id) in found or any(
            ('aftersales.job', job.id) in found or job.id in shown or job.finding_ids.photo_ids
            for job in claim._origin.sudo().job_ids))

    def _get_tagged_products(self):
        """:return: dict of claim: products whose old part has a tag; one query for any number of claims"""
        # sudo: that there is a tag
        parts = self.env['aftersales.old.part'].sudo().search_fetch(
            [('job_id', 'in', self._origin.sudo().job_ids.ids)], ['job_id', 'product_id']).grouped('job_id')
        Product = self.env['product.product']
        return {
            claim: Product.union(*(
                parts[job].product_id for job in claim._origin.sudo().job_ids if job in parts)).with_env(self.env)
            for claim in self}

    # === BUSINESS METHODS: POINTS ===#

    def _get_registration_points(self):
        """Work on a car whose sale was not registered is not recognised, where the policy asks for it."""
        asking = self.filtered(lambda claim: (
            claim.claim_type in COVERED_TYPES and claim.coverage_id.sudo().policy_id.needs_registration))
        registrations = self.env['aftersales.warranty.registration'].sudo().search([
            ('vehicle_id', 'in', asking.vehicle_id.ids), ('state', '!=', 'withdrawn')], order='sale_date, id')
        standings = {registration.vehicle_id.id: registration._get_standing() for registration in registrations}
        return {
            claim: [(False, self.env._("the sale of the car is not registered with the maker"))]
            for claim in asking if standings.get(claim.vehicle_id.id) != 'done'}

    def _get_coverage_points(self):
        """Whether a promise holds for the work, and for each kind of what is claimed."""
        points, covered = {}, self.filtered(lambda claim: claim.claim_type in COVERED_TYPES)
        standings = covered._origin.job_ids._get_coverage_standings()
        for claim in covered:
            own = []
            for job in claim._origin.job_ids:
                standing = standings.get(job)
                if not standing:
                    own.append((True, self.env._("“%(job)s”: no coverage of the car is known", job=job.shown_name)))
                elif not standing.is_covered:
                    own.append((True, self.env._(
                        "“%(job)s”: %(note)s", job=job.name, note=job._describe_coverage(standing))))
                else:
                    own += claim._get_left_out_points(job, standing)
            policy = claim.coverage_id.sudo().policy_id
            kinds = {line.kind for line in claim.line_ids if line.amount and line.kind in COVERED_BY}
            outside = [kind for kind in COVERED_BY if policy and kind in kinds and not policy[COVERED_BY[kind]]]
            if outside:
                labels = dict(claim.line_ids._fields['kind']._description_selection(self.env))
                own.append((True, self.env._(
                    "%(policy)s does not bear: %(kinds)s",
                    policy=policy.name, kinds=", ".join(labels[kind] for kind in outside))))
            points[claim] = own
        return points

    def _get_left_out_points(self, job, standing):
        """Parts that the promise leaves out beside those it covers."""
        claimed = self.line_ids.filtered(lambda line: line.job_id == job and line.quantity).product_id._origin
        parts = claimed.sudo().filtered(lambda part: part.id in standing.answer.left_out)  # sudo: names of parts
        sentence = self.env._(
            "“%(job)s”: not covered by itself: %(parts)s", job=job.shown_name, parts=", ".join(parts.mapped('name')))
        return [(True, sentence)] if parts else []

    def _get_double_points(self):
        """The same operation on the same car, claimed within the days in which the maker doubts it."""
        asked = self.filtered(lambda claim: claim.terms_id.duplicate_days and claim.line_ids.operation_id)
        if not asked:
            return {}
        others = defaultdict(list)
        operations = asked.line_ids.operation_id._origin
        # sudo: of the same company, whoever reads the claim
        for line in self.env['aftersales.claim.line'].sudo().search([
            ('claim_id.vehicle_id', 'in', asked.vehicle_id.ids), ('operation_id', 'in', operations.ids),
            ('claim_id.state', '!=', 'withdrawn'), ('company_id', 'in', asked.company_id.ids),
        ]):
            others[line.claim_id.vehicle_id.id, line.operation_id.id, line.company_id.id].append(line.claim_id)
        points = {}
        for claim in asked:
            doubled = {}
            for operation in claim.line_ids.operation_id._origin:
                for other in others[claim.vehicle_id.id, operation.id, claim.company_id.id]:
                    if other.id != claim._origin.id and claim._is_within_days(other):
                        doubled[other.name] = operation.name
            points[claim] = [(True, self.env._(
                "%(operation)s was claimed for this car already with %(claim)s", operation=operation, claim=name))
                for name, operation in doubled.items()]
        return points

    def _is_within_days(self, other):
        self.ensure_one()
        if not self.repair_end or not other.repair_end:
            return True
        return abs(self.repair_end - other.repair_end) <= timedelta(days=self.terms_id.duplicate_days)
