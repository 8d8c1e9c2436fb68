from odoo.http import request, route

from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal


class AftersalesPortalLoans(AftersalesPortal):
    """Which car of the house a customer has, or will have, and until when."""

    @route(['/my/loaners'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_loaners(self, **kwargs):
        loans = self._search_own('aftersales.loan', order='date_from desc, id desc', limit=100)
        return self._render_own('aftersales.portal_my_loaners', {
            'page_name': 'aftersales_loan',
            'loans': loans.with_context(lang=request.env.lang),
        })
