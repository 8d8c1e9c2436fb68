from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column, table_exists


class AftersalesJob(models.Model):
    """Who pays decides who must say yes: the one rule that the answers, the work, the parts and the invoices ask."""

    _inherit = 'aftersales.job'

    # Frozen: pay types are shared by all companies, and switching one must not take the question off a document.
    requires_approval = fields.Boolean(
        string="Asked for Its Pay Type", compute='_compute_requires_approval', store=True, precompute=True,
        help="What the pay type said when it was chosen. Work the customer pays for is asked for in any case.",
    )
    lacks_answer = fields.Boolean(
        compute='_compute_lacks_answer', help="The customer bears a part of the job, and was never asked.")

    def _auto_init(self):
        """Jobs made before the field existed: what was asked of them then."""
        cr, table = self.env.cr, self._table
        if table_exists(cr, table) and not column_exists(cr, table, 'requires_approval'):
            create_column(cr, table, 'requires_approval', 'boolean')
            cr.execute(SQL(
                "UPDATE aftersales_job SET requires_approval = approval IS DISTINCT FROM 'not_needed'"))
        return super()._auto_init()

    # === COMPUTE METHODS ===#

    @api.depends('pay_type_id')
    def _compute_requires_approval(self):
        for job in self:
            job.requires_approval = job.pay_type_id.requires_approval

    @api.depends('approval', 'requires_approval', 'payer_id', 'co_payer_id', 'share', 'deductible', 'order_id.partner_id')
    def _compute_lacks_answer(self):
        for job in self:
            job.lacks_answer = job._lacks_answer()

    # === BUSINESS METHODS ===#

    def _needs_customer_approval(self):
        """Whether the customer must say yes before the job is worked on, takes parts or is invoiced.

        He must when he, or somebody who stands for him, bears any part of it: as payer, as co-payer or
        by a deductible, whatever the pay type's flag says. It goes by who bears, not by the amount: what
        costs nothing yet may cost something tomorrow. The flag can only add to that: work that others
        pay for, and that the owner is asked for nevertheless.
        """
        self.ensure_one()
        return self.requires_approval or any(self._stands_for_customer(partner) for partner in self._get_bearers())

    def _get_unpriced_decision(self):
        """The last answer to a job without lines: a yes to its name, where that is all that was shown.

        A yes to work and prices went with them; of work that was begun it stays, there is nothing else to ask.
        """
        self.ensure_one()
        last = self.authorisation_ids.sorted('id')[-1:]
        if last.decision != 'approved':
            return last.decision
        is_renamed = last._get_content().get('job', self.name) != self.name
        return 'pending' if is_renamed or (last.line_ids and self._is_gone()) else 'approved'

    def _is_gone(self):
        """Whether all work was taken off a job that nobody has begun: there is nothing left to have said yes to."""
        self.ensure_one()
        return self.state in ('todo', 'blocked') and self._is_empty()

    def _lacks_answer(self):
        """Whether the customer bears a part of a job that was recorded as needing no approval.

        What is recorded may be older than the rule, or than the customer's being the payer's company.
        The doors to work, parts and invoices therefore ask again.
        """
        self.ensure_one()
        # sudo: who works, issues or invoices need not see who pays
        return self.approval == 'not_needed' and self.sudo()._needs_customer_approval()

    def _get_bearers(self):
        """Partners who bear a part of the job's price as it is set up."""
        self.ensure_one()
        principal = self._get_principal()
        if self.co_payer_id == self.payer_id or (self.share >= 100 and not self.deductible):
            return principal
        return self.co_payer_id | principal if self.share else self.co_payer_id

    def _get_side_amounts(self, lines=None):
        """What the customer, and each who pays in his place, bears of the job (or of some of its lines), with taxes."""
        self.ensure_one()
        amounts = {self.order_id.partner_id: 0.0}
        for partner, amount in self._get_payer_amounts(lines):
            if partner == self.order_id.partner_id or self._stands_for_customer(partner):
                amounts[partner] = self.currency_id.round(amounts.get(partner, 0.0) + amount)
        return amounts

    def _stands_for_customer(self, partner):
        """Whether ``partner`` pays as the order's customer or in his place.

        In his place pay the other contacts of his company, the car's owner and its contact, and whoever
        is named as payer where the pay type lets the customer pay.
        """
        self.ensure_one()
        if not partner or self.pay_type_id.payer_policy == 'customer':
            return bool(partner)
        customers = self.order_id.partner_id | self.vehicle_id.owner_id | self.vehicle_id.contact_id
        return partner.commercial_partner_id in customers.commercial_partner_id

    def _check_answered(self, partner):
        """:raises UserError: when ``partner`` would be charged in the customer's place without the customer's yes"""
        self.ensure_one()
        job = self.sudo()  # who invoices need not see the car's owner
        if job.approval != 'approved' and job._stands_for_customer(partner):
            raise UserError(self.env._(
                "%(order)s cannot be invoiced: %(partner)s would pay for job %(job)s, and the customer has not said "
                "yes to it. Record the customer's answer on the job, or enter who else pays.",
                order=self.order_id.name, partner=partner.display_name, job=self.shown_name,
            ))

    # === BUSINESS METHODS: HOOKS ===#

    def _get_customer_finding(self):
        """Why the job is needed, in words for the customer; the inspection room tells its findings."""
        self.ensure_one()
        return self.cause or ''

    def _get_customer_photos(self):
        """Photos that show the customer why the jobs are needed; the inspection room adds those of its findings.

        :return: ir.attachment, read as the system: the caller has checked that the reader may see the jobs
        """
        return self.env['ir.attachment'].sudo()

    def _get_customer_videos(self):
        """Short films that show the customer the same, as :meth:`_get_customer_photos`."""
        return self.env['ir.attachment'].sudo()

    @api.model
    def _get_video_poster(self, film):
        """The file with the picture shown until one of the films is played, or none."""
        return film.browse()
