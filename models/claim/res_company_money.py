from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_post_receivables = fields.Boolean(
        string="Post Receivables at Once", default=True,
        help="A claim that is decided by somebody who keeps the books posts its invoice; else the accountant is asked to.")

    # === BUSINESS METHODS ===#

    def _get_claim_accountant(self):
        """Who is asked to book a receivable: the accountant of the company with the lowest number."""
        # sudo: who keeps the books is found by whoever decides
        group = self.env.ref('account.group_account_invoice').sudo()
        users = group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self in user.company_ids)
        plain = users.filtered(lambda user: not user.has_group('base.group_system'))
        return (plain or users).sorted('id')[:1]
