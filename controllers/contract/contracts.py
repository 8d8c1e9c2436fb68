from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class AftersalesPortalContracts(AftersalesPortal):
    """What a customer has paid in advance, and which work is left of it."""

    @route(
        ['/my/service-contracts', '/my/service-contracts/page/<int:page>'],
        type='http', auth='user', website=True, methods=['GET'], readonly=True,
    )
    def portal_my_contracts(self, page=1, **kwargs):
        pager = portal_pager(
            url='/my/service-contracts', total=self._count_own('aftersales.contract'), page=page, step=self._items_per_page)
        contracts = self._search_own(
            'aftersales.contract', order='id desc', limit=self._items_per_page, offset=pager['offset'])
        return self._render_own('aftersales.portal_my_contracts', {
            'page_name': 'aftersales_contract',
            'contracts': contracts.with_context(lang=request.env.lang),
            'pager': pager,
        })

    @route(
        ['/my/service-contracts/<int:contract_id>'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_contract(self, contract_id, report_type=None, paper=None, **kwargs):
        try:
            contract = self._document_check_access('aftersales.contract', contract_id).sudo()  # sudo: checked to be his
        except (AccessError, MissingError):
            return self._to_home()
        if report_type and paper == 'signed':
            return self._show_paper(
                contract.name, 'aftersales.report_contract', contract, contract.company_id,
            ) if contract._is_signed_by_customer() else self._to_home()
        if report_type and contract._is_granted():
            return self._show_paper(contract.name, 'aftersales.report_contract_card', contract, contract.company_id)
        return self._render_own('aftersales.portal_my_contract', {
            'page_name': 'aftersales_contract',
            'contract': contract.with_context(lang=request.env.lang),
            'used': contract.with_context(lang=request.env.lang)._get_portal_used(),
        })
