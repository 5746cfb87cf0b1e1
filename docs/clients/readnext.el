;;; readnext.el --- What to read next, from a running `readnext serve'  -*- lexical-binding: t -*-
(require 'json) (require 'url)
(defun readnext-ask (path)
  "Return the object that the service has at PATH of its API."
  (let* ((data (or (getenv "XDG_DATA_HOME") "~/.local/share"))
         (service (json-read-file (expand-file-name "readnext/service.json" data)))
         (url-request-extra-headers
          `(("Authorization" . ,(concat "Bearer " (alist-get 'token service))))))
    (with-current-buffer
        (url-retrieve-synchronously (concat (alist-get 'url service) "api/v1/" path) t)
      (goto-char url-http-end-of-headers)
      (json-read-from-string (decode-coding-string (buffer-substring (point) (point-max)) 'utf-8)))))
(defun readnext (n)
  "Return the titles of the N best papers."
  (mapcar (lambda (paper) (alist-get 'title paper))
          (alist-get 'suggestions (readnext-ask (format "suggestions?n=%d" n)))))
