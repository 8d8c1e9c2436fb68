from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base import reader
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
    def portal_my_contract(self, contract_id, report_type=None, paper=None, error=None, **kwargs):
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
        may_answer = contract._may_answer_online()
        return self._render_own('aftersales.portal_my_contract', {
            'page_name': 'aftersales_contract',
            'contract': contract.with_context(lang=request.env.lang),
            'may_answer': may_answer,
            'offers': may_answer and contract.with_context(lang=request.env.lang)._get_renewal_offers(),
            'is_refused': error == '1',
            'used': contract.with_context(lang=request.env.lang)._get_portal_used(),
        })

    @route(['/my/service-contracts/<int:contract_id>/answer'], type='http', auth='user', website=True, methods=['POST'])
    def portal_answer_contract(self, contract_id, answer=None, offer=None, note=None, **kwargs):
        """What he does when it ends: goes on, wants a call, or not."""
        try:
            contract = self._document_check_access('aftersales.contract', contract_id).sudo()  # sudo: checked to be his
        except (AccessError, MissingError):
            return self._to_home()
        try:
            with request.env.cr.savepoint():
                contract._answer_online(
                    reader.read_line(answer, 10), reader.read_id(offer), reader.read_line(note, 300))
        except UserError:
            return request.redirect(f'/my/service-contracts/{contract.id}?error=1', code=303)
        return request.redirect(f'/my/service-contracts/{contract.id}#answer', code=303)
