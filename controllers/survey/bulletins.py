from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.aftersales.controllers.base.portal import AftersalesPortal


class AftersalesPortalBulletins(AftersalesPortal):
    """What the house publishes of what its customers said; figures only, nobody's single answer (L3)."""

    @route(['/my/satisfaction-reports'], type='http', auth='user', website=True, methods=['GET'], readonly=True)
    def portal_my_bulletins(self, **kwargs):
        bulletins = self._search_own('aftersales.survey.bulletin', order='period_start desc, id desc', limit=40)
        return self._render_own('aftersales.portal_my_bulletins', {
            'page_name': 'aftersales_bulletin', 'bulletins': bulletins.with_context(lang=request.env.lang)})

    @route(
        ['/my/satisfaction-reports/<int:bulletin_id>'], type='http', auth='user', website=True, methods=['GET'],
        readonly=True)
    def portal_my_bulletin(self, bulletin_id, **kwargs):
        try:
            bulletin = self._document_check_access('aftersales.survey.bulletin', bulletin_id)
        except (AccessError, MissingError):
            return self._to_home()
        bulletin = bulletin.sudo().with_context(lang=request.env.lang)  # sudo: access is checked; it is published
        return self._render_own('aftersales.portal_my_bulletin', {
            'page_name': 'aftersales_bulletin', 'bulletin': bulletin, 'figures': bulletin._render_figures(),
            'actions': bulletin._prepare_actions(), 'res_company': bulletin.company_id,
        })
